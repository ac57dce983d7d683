// node fetch.mjs SERVER KEY FEED.json FOLDER [/PREFIX/]
//
// Run before the site is built: fetches the feed into FEED.json and the cards into FOLDER, which the site serves under
// PREFIX (/tidings/). A server that is away does not stop the build: the files of the last time go on to work.

import { mkdir, readFile, rename, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

const [server, key, file, folder, prefix = '/tidings/'] = process.argv.slice(2);
if (!folder) {
  console.error('node fetch.mjs SERVER KEY FEED.json FOLDER [/PREFIX/]');
  process.exit(2);
}

async function get(url, type, most) {
  const answer = await fetch(url, { redirect: 'error', signal: AbortSignal.timeout(10_000) });
  if (!answer.ok) throw new Error(`answered with ${answer.status}`);
  if (answer.headers.get('content-type')?.split(';')[0] !== type) throw new Error(`is not ${type}`);
  const bytes = Buffer.from(await answer.arrayBuffer());
  if (bytes.length > most) throw new Error(`is longer than ${most} bytes`);
  return bytes;
}

/** Renamed when it is whole: a build never reads half of it. */
async function keep(path, bytes) {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path + '.part', bytes);
  await rename(path + '.part', path);
}

try {
  const feed = JSON.parse(await get(`${server}/feed/${encodeURIComponent(key)}`, 'application/json', 5 << 20));
  if (feed.version !== 1) throw new Error(`has version ${feed.version}; this script reads 1`);
  for (const { card } of Object.values(feed.pages)) {
    const name = card?.url?.startsWith(`${server}/card/`) ? card.url.slice(`${server}/card/`.length) : '';
    if (!/^[0-9A-Za-z_-]{8,128}\.png$/.test(name)) continue;
    const path = join(folder, name);
    try {
      await stat(path).catch(async () => keep(path, await get(card.url, 'image/png', 300 << 10)));
      card.file = prefix + name;
    } catch (fault) {
      console.error(`the card ${name} ${fault.message}; the page keeps its own picture`);
    }
  }
  await keep(file, JSON.stringify(feed));
} catch (fault) {
  console.error(`the feed of ${server} ${fault.message}; the site is built from the last one`);
  await readFile(file).catch(() => keep(file, '{"version":1,"site":"","bar":null,"pages":{}}'));
}
