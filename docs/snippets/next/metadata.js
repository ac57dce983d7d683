// In a page of the app router, in the place of a metadata of its own:
//   export const metadata = metadataFor({ url: 'https://bakery.example/rye-bread/', title: 'Rye bread', … });
// or from generateMetadata, where the page is known only then. tidings.mjs lies beside this file.
import feed from '../data/tidings.json';
import { corrected, tagsOf, without } from './tidings.mjs';

/** The kinds that Next prints; it refuses others, `product` among them. */
const KINDS = ['website', 'article', 'book', 'profile'];

export function metadataFor(own) {
  const before = tagsOf(own);
  const tags = corrected(feed, own, before);
  const picture = tags['og:image'] && {
    url: tags['og:image'],
    width: tags['og:image:width'],
    height: tags['og:image:height'],
    type: tags['og:image:type'],
    alt: tags['og:image:alt'],
  };
  return {
    title: { absolute: tags.title },
    description: tags.description,
    alternates: { canonical: tags.canonical },
    openGraph: {
      title: tags['og:title'],
      description: tags['og:description'],
      url: tags['og:url'],
      siteName: tags['og:site_name'],
      type: KINDS.includes(tags['og:type']) ? tags['og:type'] : 'website',
      images: picture ? [picture] : [],
    },
    twitter: {
      card: tags['twitter:card'],
      title: tags['twitter:title'] ?? tags['og:title'],
      description: tags['twitter:description'] ?? tags['og:description'],
      images: tags['twitter:image'] ? [tags['twitter:image']] : picture ? [{ url: picture.url, alt: picture.alt }] : [],
    },
    other: without(printed(before), printed(tags)),
  };
}

/** Next prints for X what it prints for all others, where nothing else is said. */
function printed(tags) {
  const usual = { 'twitter:title': tags['og:title'], 'twitter:description': tags['og:description'], 'twitter:image': tags['og:image'] };
  return { ...usual, ...tags };
}
