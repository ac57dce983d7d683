// The beacon of crates/measure in a real browser: what it tells, what it leaves in the address bar, what it stores, what it weighs.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { brotliCompressSync } from "node:zlib";
import { chromium } from "playwright-core";
import { ARGS, shows } from "./browser.mjs";

const SOURCE = new URL("../../../measure/src/collect/beacon/beacon.js", import.meta.url);
const BAR = new URL("../../../optimize/src/buttons/enhancer.js", import.meta.url);
// As `measure::collect::script` serves it.
const source = readFileSync(SOURCE, "utf8").split("\n").map((line) => line.trim()).filter((line) => line && !line.startsWith("//")).join("").replace(/ *([-=+?:{}()[\],;&|<>%*!]) */g, "$1");
const CODE = code("k7q4mx");

/** A code whose signs add up. */
function code(free) {
  const signs = "23456789abcdefghjkmnpqrstuvwxyz";
  const sum = [...free].reduce((sum, sign, at) => sum + (at + 2) * signs.indexOf(sign), 0);
  return free + signs[(31 - (sum % 31)) % 31];
}

const told = [];
const settings = { keeps: 1, heeds: 0 };
const page = (body) => `<!doctype html><meta charset="utf-8"><title>Bakery</title><script defer src="/stats/t.js?k=the-key"></script>${body}`;
const server = createServer((request, response) => {
  const url = new URL(request.url, "http://site");
  if (url.pathname === "/stats/t.js") return response.writeHead(200, { "content-type": "text/javascript" }).end(`(${source})(document.currentScript,"the-key",${settings.keeps},${settings.heeds})`);
  if (url.pathname === "/bar.js") return response.writeHead(200, { "content-type": "text/javascript" }).end(readFileSync(BAR));
  if (url.pathname === "/stats/t") {
    let body = "";
    request.on("data", (part) => (body += part)).on("end", () => {
      told.push({ ...JSON.parse(body), type: request.headers["content-type"], method: request.method });
      response.writeHead(204).end();
    });
    return undefined;
  }
  const link = `https://bsky.app/intent/compose?text=${encodeURIComponent(`http://127.0.0.1/?e=${CODE}`)}`;
  const bar = `<nav class="tidings-1" data-u="http://127.0.0.1/?e=${CODE}"><ul><li><a href="${link}" target="_blank">Bluesky</a></li></ul></nav>`;
  const body = url.pathname === "/shop" ? `<a id="next" href="/bread">Bread</a><a id="away" href="http://localhost:${port}/else" target="_blank">Away</a>${bar}<script src="/bar.js"></script>` : "<p>A page</p>";
  return response.writeHead(200, { "content-type": "text/html" }).end(page(body));
});
await new Promise((listening) => server.listen(0, "127.0.0.1", listening));
const { port } = server.address();
const base = `http://127.0.0.1:${port}`;
const chromed = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: ARGS });

/** The next `many` that are told, and no more. */
async function hears(many) {
  const until = Date.now() + 5_000;
  while (told.length < many && Date.now() < until) await new Promise((on) => setTimeout(on, 20));
  // What is sent twice comes at once.
  await new Promise((on) => setTimeout(on, 80));
  return told.splice(0);
}

async function visit(check, before = () => {}) {
  told.length = 0;
  const context = await chromed.newContext();
  const tab = await context.newPage();
  const faults = [];
  tab.on("pageerror", (fault) => faults.push(String(fault)));
  await before(context, tab);
  await check(tab, context);
  assert.deepEqual(faults, []);
  assert.deepEqual(await context.cookies(), []);
  await context.close();
}

let all = true;
const holds = async (what, check) => (all = (await shows(what, check)) && all);

await holds(`the beacon weighs ${brotliCompressSync(source).length} bytes by brotli, at most 1,024`, () => assert.ok(brotliCompressSync(source).length < 1_000));

await holds("a look is told once, with the token, which leaves the address bar; everything else stays", () => visit(async (tab) => {
  await tab.goto(`${base}/shop?a=%20b&e=${CODE}~abc123&c=1#part`, { referer: "https://social.example/" });
  const [view, ...more] = await hears(1);
  assert.deepEqual(more, []);
  assert.equal(view.u, `${base}/shop?a=%20b&e=${CODE}~abc123&c=1#part`);
  assert.equal(view.r, "https://social.example/");
  assert.deepEqual([view.k, view.type, view.method], ["the-key", "text/plain;charset=UTF-8", "POST"]);
  assert.equal(tab.url(), `${base}/shop?a=%20b&c=1#part`);
  await tab.click("#next");
  const [next] = await hears(1);
  assert.deepEqual([new URL(next.u).pathname, next.e], ["/bread", `${CODE}~abc123`]);
}));

await holds("a parameter of the same name that is no token stays where it is", () => visit(async (tab) => {
  for (const query of ["?e=holiday", "?e=k7q4mx2", "?e=", `?fee=${CODE}`]) {
    await tab.goto(`${base}/bread${query}`);
    assert.equal(tab.url(), `${base}/bread${query}`);
  }
  await tab.goto(`${base}/bread?e=${CODE}%7Eabc123`);
  assert.equal(tab.url(), `${base}/bread`);
}));

await holds("a press carries the bar's token with its own press and what the visitor came with", () => visit(async (tab) => {
  await tab.goto(`${base}/shop?e=${CODE}~abc123`);
  await hears(1);
  await tab.route("https://bsky.app/**", (route) => route.abort());
  await tab.context().route("https://bsky.app/**", (route) => route.abort());
  await tab.click("nav a");
  const [press] = await hears(1);
  assert.equal(press.n, "press");
  assert.match(decodeURIComponent(press.w), new RegExp(`\\?e=${CODE}~[a-z0-9]{6}~abc123$`));
}));

await holds("a link that leads away, an event and a sale are told", () => visit(async (tab) => {
  await tab.goto(`${base}/shop`);
  await hears(1);
  await tab.click("#away");
  const away = (await hears(2)).find(({ n }) => n);
  assert.deepEqual([away.n, away.w], ["outbound", `http://localhost:${port}/else`]);
  await tab.evaluate(() => { window.tidings("signed up"); window.tidings("bought", { value: 19.9, currency: "EUR", order: 7 }); });
  const [event, sale] = await hears(2);
  assert.deepEqual([event.n, event.v], ["signed up", undefined]);
  assert.deepEqual([sale.n, sale.v, sale.c, sale.i], ["bought", 19.9, "EUR", 7]);
}));

await holds("a page that changes its address is another page where its path changes, and not otherwise", () => visit(async (tab) => {
  await tab.goto(`${base}/shop`);
  await hears(1);
  await tab.evaluate(() => { history.pushState({}, "", "/rye"); history.replaceState({}, "", "/rye?sort=1"); history.pushState({}, "", "/rye#part"); });
  const [rye, ...more] = await hears(1);
  assert.deepEqual([new URL(rye.u).pathname, rye.r, more.length], ["/rye", `${base}/shop`, 0]);
  await tab.evaluate(() => history.go(-2));
  const [back] = await hears(1);
  assert.equal(new URL(back.u).pathname, "/shop");
}));

await holds("who goes back to a page says that it was opened again", () => visit(async (tab) => {
  await tab.goto(`${base}/shop`);
  await tab.goto(`${base}/bread`);
  await hears(2);
  await tab.goBack();
  const [again] = await hears(1);
  assert.deepEqual([new URL(again.u).pathname, again.b], ["/shop", 1]);
}));

await holds("the link for staff marks this browser until it is told off", () => visit(async (tab) => {
  await tab.goto(`${base}/shop?tidings-own=the-secret`);
  assert.equal(tab.url(), `${base}/shop`);
  await tab.goto(`${base}/bread`);
  assert.deepEqual((await hears(2)).map(({ o }) => o), ["the-secret", "the-secret"]);
  await tab.goto(`${base}/shop?tidings-own=off`);
  await tab.goto(`${base}/bread`);
  assert.deepEqual((await hears(2)).map(({ o }) => o), [undefined, undefined]);
}));

settings.keeps = 0;
await holds("without storage nothing is stored, and the token is gone with the page", () => visit(async (tab) => {
  await tab.goto(`${base}/shop?e=${CODE}`);
  const [view] = await hears(1);
  assert.equal(view.e, CODE);
  assert.deepEqual(await tab.evaluate(() => [sessionStorage.length, localStorage.length, document.cookie]), [0, 0, ""]);
  await tab.goto(`${base}/bread`);
  assert.equal((await hears(1))[0].e, "");
}));

settings.heeds = 1;
await holds("who wants no tracking tells nothing where the site heeds that, and the site's own calls do no harm", () => visit(async (tab) => {
  await tab.goto(`${base}/shop?e=${CODE}`);
  await tab.evaluate(() => window.tidings && window.tidings("bought"));
  assert.deepEqual(await hears(1), []);
}, (context) => context.addInitScript(() => Object.defineProperty(navigator, "globalPrivacyControl", { value: true }))));

settings.keeps = 1;
settings.heeds = 0;
await holds("a browser that forbids storage and has no sendBeacon is counted all the same", () => visit(async (tab) => {
  await tab.goto(`${base}/shop?e=${CODE}`);
  const [view] = await hears(1);
  assert.deepEqual([view.e, view.method], [CODE, "POST"]);
}, (context) => context.addInitScript(() => {
  for (const name of ["sessionStorage", "localStorage"]) Object.defineProperty(window, name, { get() { throw new Error("forbidden"); } });
  navigator.sendBeacon = undefined;
})));

await chromed.close();
server.close();
process.exitCode = all ? 0 : 1;
