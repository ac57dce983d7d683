// What a page says of itself to networks, and its share bar, from a feed of Tidings (docs/plugin.md, version 1).
// No dependency, no request: the feed is a file that fetch.mjs wrote before the site is built.

/** What the feed says of the page at `path`; null where it says nothing. */
export function pageOf(feed, path) {
  const wanted = plain(path);
  const found = Object.entries(feed?.version === 1 ? feed.pages : {}).find(([key]) => plain(key) === wanted);
  return found ? found[1] : null;
}

function plain(path) {
  let key = path.split(/[?#]/)[0];
  try {
    key = decodeURIComponent(key);
  } catch {
    // A stray percent sign is a percent sign.
  }
  return '/' + key.replace(/^\/+|\/+$/g, '');
}

/**
 * The tags of a page, each once, as [name, content]: what the page says itself (`own`), corrected by the feed.
 * `own` is { url, title, description, siteName, type, picture }; addresses are absolute.
 */
export function tagsFor(feed, own) {
  const url = new URL(own.url);
  const page = pageOf(feed, url.pathname);
  const card = page?.card?.file ? page.card : null;
  const tags = {
    title: own.siteName && own.siteName !== own.title ? `${own.title} | ${own.siteName}` : own.title,
    description: own.description,
    canonical: own.url,
    'og:title': own.title,
    'og:description': own.description,
    'og:url': own.url,
    'og:type': own.type ?? 'website',
    'og:site_name': own.siteName,
    'og:image': own.picture,
    'twitter:card': own.picture ? 'summary_large_image' : 'summary',
    ...page?.tags,
  };
  if (card) {
    for (const name of Object.keys(tags)) {
      if (/^(og|twitter):image/.test(name)) delete tags[name];
    }
    tags['og:image'] = new URL(card.file, url).href;
    tags['og:image:width'] = String(card.width);
    tags['og:image:height'] = String(card.height);
    tags['og:image:type'] = 'image/png';
    tags['og:image:alt'] = card.alt;
    tags['twitter:card'] = 'summary_large_image';
  }
  return Object.entries(tags).filter(([, content]) => content);
}

/** The share bar for a page, as HTML; empty where the feed has none. */
export function barFor(feed, own) {
  if (feed?.version !== 1 || !feed.bar || feed.bar.where === 'none') return '';
  const tags = Object.fromEntries(tagsFor(feed, own));
  const picture = tags['og:image'] ?? '';
  let html = feed.bar.html;
  if (!picture) html = html.replace(/<li>(?:(?!<\/li>).)*\{picture\}.*?<\/li>/gs, '');
  return html.replace(/\{(url|title|picture)(?::([0-9a-z]{1,7}))?\}/g, (_, place, value) => {
    if (place === 'url') return encoded(value ? withCode(own.url, value) : own.url);
    if (place === 'picture') return encoded(picture);
    const room = value ? Number(value) - [...withCode(own.url, '1234567')].length - 1 : Infinity;
    return encoded(cut(tags['og:title'], room));
  });
}

function withCode(url, code) {
  const [address, part] = url.split('#', 2);
  return address + (address.includes('?') ? '&' : '?') + 'e=' + code + (part === undefined ? '' : '#' + part);
}

/** At most so many characters, ending with a whole word and an ellipsis where it is cut. */
function cut(text, most) {
  const letters = [...text];
  if (letters.length <= most) return text;
  if (most < 1) return '';
  const kept = letters.slice(0, most - 1).join('');
  const end = kept.lastIndexOf(' ');
  return (end > 0 ? kept.slice(0, end) : kept).trimEnd() + '…';
}

/** Everything but letters, digits and `-._~` is percent-encoded. */
function encoded(text) {
  return encodeURIComponent(text).replace(/[!'()*]/g, (letter) => '%' + letter.charCodeAt(0).toString(16).toUpperCase());
}
