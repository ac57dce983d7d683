// Counts texts as X's own twitter-text and Node's Intl.Segmenter do, finds in them what Bluesky's own package finds, and
// tells where ours differ.
//
//   node compare.mjs TEXTS
//
// TEXTS has a line of JSON for each text: its kind, the text, and what we count. A line of JSON is printed for each
// target; differences are printed in plain words, the first few of each kind.

import { createReadStream, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { createInterface } from 'node:readline';

import { RichText } from '@atproto/api';

const require = createRequire(import.meta.url);
const twitter = require('twitter-text');

const SHOWN = 5;
const segmenter = new Intl.Segmenter('en', { granularity: 'grapheme' });
const clusters = (text) => {
  let count = 0;
  for (const _ of segmenter.segment(text)) count += 1;
  return count;
};

// A low limit, so that short texts tell where they no longer fit.
const low = { ...twitter.configs.defaults, maxWeightedTweetLength: 20 };

// What Bluesky's app shows of an address.
const short = (address) => {
  let parsed;
  try {
    parsed = new URL(address);
  } catch {
    return address;
  }
  if (!['http:', 'https:'].includes(parsed.protocol)) return address;
  const behind = (parsed.pathname === '/' ? '' : parsed.pathname) + parsed.search + parsed.hash;
  return parsed.host + (behind.length > 15 ? `${behind.slice(0, 13)}...` : behind);
};

const TARGETS = { link: 'uri', mention: 'did', tag: 'tag' };

// The text as Bluesky's app posts it, with its facets; null where two of them overlap.
const posted = (text) => {
  const rich = new RichText({ text });
  rich.detectFacetsWithoutResolution();
  const bytes = Buffer.from(text);
  const facets = [];
  let shown = '';
  let done = 0;
  for (const { index, features: [feature] } of (rich.facets ?? []).sort((a, b) => a.index.byteStart - b.index.byteStart)) {
    if (index.byteStart < done) return null;
    shown += bytes.subarray(done, index.byteStart).toString();
    const start = Buffer.byteLength(shown);
    const part = bytes.subarray(index.byteStart, index.byteEnd).toString();
    const kind = feature.$type.split('#')[1];
    shown += kind === 'link' ? short(part) : part;
    facets.push({ end: Buffer.byteLength(shown), start, to: { [kind]: feature[TARGETS[kind]] } });
    done = index.byteEnd;
  }
  return { text: shown + bytes.subarray(done).toString(), facets };
};

// What we do otherwise on purpose: an address may be written in capitals, and a host may begin with "http".
const otherwise = (text) => /(^|[\s(])(?!https?:\/\/\S)[hH][tT][tT][pP]/m.test(text);

// A label that says it is Punycode and is none: Node takes such a host, the parser of addresses that we use does not, so
// that we leave the address as it is written.
const MALFORMED = /xn--(?:-|[^.\/:?#\s]*-(?=[.\/:?#\s]|$)|(?=[.\/:?#\s]|$))/i;
let example = null;

const kinds = new Map();
const differ = (kind, what, text, theirs, ours) => {
  kind[what] += 1;
  if (kind[what] <= SHOWN) console.log(`${what}: ${JSON.stringify(text)}: theirs ${theirs}, ours ${ours}`);
};

for await (const line of createInterface({ input: createReadStream(process.argv[2]), crlfDelay: Infinity })) {
  const ours = JSON.parse(line);
  const { text } = ours;
  let kind = kinds.get(ours.kind);
  if (!kind) kinds.set(ours.kind, (kind = { texts: 0, weight: 0, place: 0, placed: 0, clusters: 0, posted: 0, addresses: 0, led: 0, facets: 0, aside: 0, hosts: 0 }));
  kind.texts += 1;

  const { weightedLength } = twitter.parseTweet(text);
  if (weightedLength !== ours.weight) differ(kind, 'weight', text, weightedLength, ours.weight);
  if (twitter.extractUrls(text.normalize()).length > 0) kind.addresses += 1;

  // Their place counts in the text as it is normalised and knows nothing of what X refuses. Ours goes through no
  // character that a reader sees.
  if (ours.over !== null && text === text.normalize() && !/[\ufffe\ufeff\uffff]/.test(text)) {
    const { validRangeEnd } = twitter.parseTweet(text, low);
    const place = segmenter.segment(text).containing(validRangeEnd > 0 || ours.over > 0 ? validRangeEnd + 1 : 0).index;
    kind.placed += 1;
    if (place !== ours.over) differ(kind, 'place', text, place, ours.over);
  }
  const seen = clusters(text);
  if (seen !== ours.clusters) differ(kind, 'clusters', text, seen, ours.clusters);
  const characters = clusters(ours.posted);
  const bytes = Buffer.byteLength(ours.posted);
  if (characters !== ours.posted_clusters || bytes !== ours.posted_bytes) {
    differ(kind, 'posted', ours.posted, `${characters} and ${bytes}`, `${ours.posted_clusters} and ${ours.posted_bytes}`);
  }
  if (ours.facets === null) continue;
  const theirs = posted(text);
  if (theirs === null || otherwise(text)) {
    kind.aside += 1;
    continue;
  }
  kind.led += 1;
  const [one, other] = [JSON.stringify(theirs), JSON.stringify({ text: ours.posted, facets: ours.facets })];
  if (one !== other && MALFORMED.test(text)) {
    kind.hosts += 1;
    example ??= text;
  } else if (one !== other) {
    differ(kind, 'facets', text, one, other);
  }
}

const number = (value) => value.toLocaleString('en');
const tell = (what, wrong) => console.log(JSON.stringify({ what, target: '0 differ', measured: `${number(wrong)} differ`, met: wrong === 0 }));
const all = { texts: 0, place: 0, placed: 0, clusters: 0, posted: 0, led: 0, facets: 0, aside: 0, hosts: 0 };
for (const [name, kind] of kinds) {
  const addresses = kind.addresses > 0 ? `, ${number(kind.addresses)} with addresses` : '';
  tell(`weight on X of ${number(kind.texts)} texts: ${name}${addresses}`, kind.weight);
  for (const key of Object.keys(all)) all[key] += kind[key];
}
tell(`place from which ${number(all.placed)} texts no longer fit on X`, all.place);
tell(`characters as a reader sees them, of ${number(all.texts)} texts`, all.clusters);
tell(`characters and bytes of the same texts as Bluesky is sent them`, all.posted);
tell(`what Bluesky is sent: text with shortened addresses, and facets, of ${number(all.led)} texts`, all.facets);
const version_of = (name) => JSON.parse(readFileSync(new URL(`./node_modules/${name}/package.json`, import.meta.url))).version;
console.log(
  `NOTE ${number(all.aside)} more texts were not compared with Bluesky's package: in some its facets overlap; in others an ` +
    'address is written HTTP:// in capitals, which it does not link, or a host begins with http, which it links without ' +
    'a protocol. We link the first, and give the second its protocol.',
);
if (all.hosts > 0) {
  console.log(
    `NOTE ${number(all.hosts)} of the texts that were compared differ, and are not in the figure above: Node reads a host with ` +
      `a label that calls itself Punycode and is none, ours does not and shows the address whole: ${JSON.stringify(example)}`,
  );
}
console.log(`NOTE Theirs: twitter-text ${version_of('twitter-text')}; @atproto/api ${version_of('@atproto/api')}; Intl.Segmenter of Node ${process.versions.node}, Unicode ${process.versions.unicode}.`);
