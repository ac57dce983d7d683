// node partial.mjs < feed.json > THEME/partials/tidings-bar.hbs
//
// The share bar as a partial of a Ghost theme; {{> tidings-bar}} within {{#post}} shows it. Made anew when the bar was
// changed: the theme knows the pages, so the partial is the same for all of them.

import { readFileSync } from 'node:fs';

const feed = JSON.parse(readFileSync(0, 'utf8'));
if (feed.version !== 1 || !feed.bar) {
  console.error('this feed has no bar of version 1');
  process.exit(1);
}
const address = '{{encode (url absolute="true")}}';
const filled = feed.bar.html
  // Handlebars has no way to cut a text so that an address fits; X takes 280 characters, and no title is that long.
  .replace(/\{title(?::[0-9]+)?\}/g, '{{encode title}}')
  .replace(/\{url:([0-9a-z]{7})\}/g, `${address}%3Fe%3D$1`)
  .replace(/\{url\}/g, address);
// A button that needs a picture is there for posts that have one.
const partial = filled.replace(/<li>(?:(?!<\/li>).)*\{picture\}.*?<\/li>/gs, (item) => {
  const picture = '{{encode (img_url feature_image absolute="true")}}';
  return `{{#if feature_image}}${item.replaceAll('{picture}', picture)}{{/if}}`;
});
process.stdout.write(partial.trim() + '\n');
