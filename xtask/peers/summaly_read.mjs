// What Misskey's reader, summaly, makes of every page of a folder: a line of JSON a page.
//
//   node summaly_read.mjs FOLDER
//
// The pages are served on 127.0.0.1 as text/html without a charset, and read from there as any page would be.

import { createServer } from 'node:http';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

// The one switch by which summaly reads from this machine; it is read when a page is.
process.env.SUMMALY_ALLOW_PRIVATE_IP = 'true';
const { summaly } = await import('@misskey-dev/summaly');

const folder = process.argv[2];
const names = readdirSync(folder).filter((name) => name.endsWith('.html')).sort();
const known = new Set(names);

const server = createServer((request, response) => {
  const name = decodeURIComponent(new URL(request.url, 'http://127.0.0.1').pathname.slice(1));
  if (!known.has(name)) {
    response.writeHead(404, { 'content-type': 'text/plain' });
    response.end();
    return;
  }
  const body = readFileSync(join(folder, name));
  response.writeHead(200, { 'content-type': 'text/html', 'content-length': body.length });
  response.end(request.method === 'HEAD' ? undefined : body);
});
await new Promise((ready) => server.listen(0, '127.0.0.1', ready));
const base = `http://127.0.0.1:${server.address().port}/`;

for (const page of names) {
  const url = base + encodeURIComponent(page);
  let answer;
  try {
    const read = await summaly(url, { followRedirects: false });
    answer = {
      title: read.title,
      description: read.description,
      image: read.thumbnail,
      site: read.sitename,
      large: read.thumbnailStyle === 'summary_large_image',
      creator: read.fediverseCreator,
    };
  } catch (error) {
    answer = { error: String(error?.message ?? error) };
  }
  console.log(JSON.stringify({ page, url, ...answer }));
}
server.close();
server.closeAllConnections();
