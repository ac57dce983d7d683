// The demo, along its strip, against the real server: a link today, the mend, the change, and one's own site.
//
//   TIDINGS_PROGRAM=…/tidings node tests/demo.mjs
//
// It starts `tidings up --demo` itself, so that both can be put where there is no network but loopback. SHOTS names a
// folder for screenshots, CHROMIUM another browser. Prints a line of JSON for each target, ends with 0 where it could look.

import { spawn } from "node:child_process";
import { existsSync, mkdirSync } from "node:fs";
import { lookup } from "node:dns/promises";
import { networkInterfaces } from "node:os";
import { createInterface } from "node:readline";
import { chromium } from "playwright-core";

import { ARGS } from "./browser.mjs";

const shots = process.env.SHOTS;
if (shots) mkdirSync(shots, { recursive: true });
const tell = (what, target, measured, met) => console.log(JSON.stringify({ what, target, measured: String(measured), met }));
const is = (what, met) => tell(what, "yes", met ? "yes" : "no", met);
const seconds = (from) => (performance.now() - from) / 1000;
const within = (what, limit, took) => tell(what, `within ${limit} s`, `${took.toFixed(1)} s`, took <= limit);

const outside = Object.values(networkInterfaces()).flat().filter(({ internal }) => !internal).length;
tell("network interfaces beside loopback", "0", outside, outside === 0);
is("a name of the internet is not found", await lookup("example.com").then(() => false, () => true));

const began = performance.now();
const house = spawn(process.env.TIDINGS_PROGRAM, ["up", "--demo", "--listen", "127.0.0.1:0"], { stdio: ["ignore", "pipe", "inherit"] });
const ended = new Promise((done) => house.on("exit", done));
const said = [];
let link;
for await (const line of createInterface({ input: house.stdout })) {
  said.push(line);
  link ??= line.match(/http:\/\/\S+\/first\/\S+/)?.[0];
  if (line.includes("Its folder goes")) break;
}
const folder = said.join("\n").match(/What it keeps is in (.+)\. ctrl-C/)?.[1];
within("from the start to the link", 5, seconds(began));

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: ARGS,
});
try {
  const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
  const complaints = [];
  page.on("pageerror", (error) => complaints.push(error.message));
  page.on("console", (message) => {
    // A sheet that is not there yet is asked for and answered with 404, which the browser logs by itself.
    if (message.type() === "error" && !message.text().startsWith("Failed to load resource")) complaints.push(message.text());
  });
  const others = new Set();
  page.on("request", (request) => {
    const url = new URL(request.url());
    if (url.protocol.startsWith("http") && url.origin !== new URL(link).origin) others.add(url.origin);
  });
  const shot = async (name) => {
    if (shots) await page.screenshot({ path: `${shots}/${name}.png`, fullPage: true });
  };
  const step = (id) => page.locator(`[data-demo] [data-step="${id}"][data-done]`);
  const patience = { timeout: 60_000 };

  await page.goto(link);
  await page.locator("[data-demo]").first().waitFor(patience);
  is("the printed link opens signed in, with the strip", true);
  is("it says that these are demo data", (await page.locator("body").textContent()).toLowerCase().includes("demo"));
  await step("see").waitFor(patience);
  within("from the start to a link today", 30, seconds(began));
  await shot("see");

  const mended = performance.now();
  await page.locator("[data-demo-mend]").first().click();
  await step("mend").waitFor(patience);
  await step("watch").waitFor(patience);
  within("from the press to the change", 30, seconds(mended));
  await shot("watch");
  const strip = await page.evaluate(() => fetch("/api/v1/demo").then((answer) => answer.json()));
  is("every step is done in the database", strip.steps.every(({ done }) => done));
  tell("what changed", "100 % now", strip.steps.at(-1).how, strip.steps.at(-1).how.includes("100 % now"));
  await page.reload();
  await step("watch").waitFor(patience);
  is("the strip says the same when it is opened again", true);

  const shop = await page.evaluate(() => fetch("/api/v1/sites").then((answer) => answer.json()).then(({ items }) => items[0].address));
  const visit = await browser.newPage();
  await visit.goto(new URL("/bread/country-loaf", shop).href);
  is("the shop's pages open in the browser", (await visit.textContent("footer")).includes("Demo data"));
  const cookies = await visit.context().cookies(shop);
  tell("cookies of the console that go to the shop", "0", cookies.length, cookies.length === 0);
  if (shots) await visit.screenshot({ path: `${shots}/shop.png`, fullPage: true });
  await visit.close();

  page.on("dialog", (dialog) => dialog.accept());
  await page.locator("[data-demo-remove]").first().click();
  const sure = page.locator("dialog[open] [data-sure], dialog[open] button.danger");
  if (await sure.first().isVisible().catch(() => false)) await sure.first().click();
  await page.locator("[data-demo]").first().waitFor({ state: "detached", ...patience });
  await page.locator("main input").first().waitFor(patience);
  is("now my own site: the data are gone, an address is asked for", true);
  await shot("own");
  tell("complaints of the browser", "0", complaints.length + (complaints.length ? `: ${complaints[0]}` : ""), complaints.length === 0);
  tell("hosts beside the server that were asked", "0", others.size, others.size === 0);
} finally {
  await browser.close();
  house.kill("SIGTERM");
  await ended;
}
is("the temporary folder is gone", folder !== undefined && !existsSync(folder));
