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
  const before = tagsOf(own);
  const after = corrected(feed, own, before);
  return Object.entries({ ...after, ...without(before, after) }).filter(([, content]) => content);
}

/** What the page says itself. */
export function tagsOf(own) {
  return {
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
  };
}

/** `before`, corrected by the feed. */
export function corrected(feed, own, before) {
  const url = new URL(own.url);
  const page = pageOf(feed, url.pathname);
  const card = page?.card?.file ? page.card : null;
  const tags = { ...before, ...page?.tags };
  if (!card) return tags;
  for (const name of Object.keys(tags)) {
    if (/^(og|twitter):image/.test(name)) delete tags[name];
  }
  return {
    ...tags,
    'og:image': new URL(card.file, url).href,
    'og:image:width': String(card.width),
    'og:image:height': String(card.height),
    'og:image:type': 'image/png',
    'og:image:alt': card.alt,
    'twitter:card': 'summary_large_image',
  };
}

/**
 * One tag more: what would stand on the page without the feed. An audit judges by it what the page lacks; without it each
 * correction would seem needless as soon as it is there, and go with the next feed (docs/plugin.md, "What the audit sees").
 */
export function without(before, after) {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  const touched = names.filter((name) => /^(og:|twitter:|description$)/.test(name) && (before[name] || '') !== (after[name] || ''));
  if (!touched.length) return {};
  return { 'tidings:without': JSON.stringify(Object.fromEntries(touched.map((name) => [name, before[name] ? [before[name]] : []]))) };
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
