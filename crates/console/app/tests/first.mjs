// The first journey against the real server, by keyboard alone: the printed link, one address, the sheet that fills, the
// things to do, a page.
//
//   node tests/first.mjs [LINK ADDRESS [PAGES]]
//
// LINK is what `tidings up` printed, ADDRESS a site that it may read, PAGES how many that has; without them it starts the
// program (TIDINGS_PROGRAM) and a small site itself. SHOTS names a folder for screenshots, CHROMIUM another browser. Prints
// a line of JSON for each target, and ends with 0 where it could look.

import { mkdirSync } from "node:fs";
import { chromium } from "playwright-core";

import { ARGS, focused, tabTo, tell } from "./browser.mjs";
import { house, website } from "./house.mjs";

const SMALL = 24;
const own = process.argv.length > 2 ? null : { up: await house(), site: await website({ pages: SMALL }) };
const [link, address, pages] = own ? [own.up.link, own.site.address, SMALL] : process.argv.slice(2);
const shots = process.env.SHOTS;
if (shots) mkdirSync(shots, { recursive: true });
const seconds = (from) => (performance.now() - from) / 1000;
const within = (what, limit, took) => tell(what, `within ${limit} s`, `${took.toFixed(1)} s`, took <= limit);

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: ARGS,
});
const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
const complaints = [];
page.on("pageerror", (error) => complaints.push(error.message));
page.on("console", (message) => {
  // A sheet that is not there yet is asked for and answered with 404, which the browser logs by itself.
  if (message.type() === "error" && !message.text().startsWith("Failed to load resource")) complaints.push(message.text());
});
const outside = new Set();
page.on("request", (request) => {
  const url = new URL(request.url());
  if (url.protocol.startsWith("http") && url.origin !== new URL(link).origin) outside.add(url.origin);
});
let bytes = 0;
const network = await page.context().newCDPSession(page);
await network.send("Network.enable");
// Bodies as they were sent; a header is half a kilobyte on each.
network.on("Network.dataReceived", (event) => {
  bytes += event.encodedDataLength;
});
const shot = async (name) => {
  if (shots) await page.screenshot({ path: `${shots}/${name}.png`, fullPage: true });
};
const rows = (least) =>
  page.waitForFunction((many) => document.querySelectorAll(".sheet-row:not(.head)").length >= many, least, { timeout: 120_000 });

await page.goto(link);
await page.locator("main input").first().waitFor();
await page.waitForLoadState("networkidle");
tell("what the first screen loads", "under 150 KB", `${(bytes / 1024).toFixed(1)} KB`, bytes < 150 * 1024);
await shot("first");

await tabTo(page, /^address$/);
await page.keyboard.type(address);
const began = performance.now();
await page.keyboard.press("Enter");
await page.waitForURL(/\/sites\//);
await page.locator(".preview .title, .preview .bare").first().waitFor({ timeout: 60_000 });
within("from the address to the first preview", 10, seconds(began));
await rows(Math.min(8, Number(pages ?? 8)));
within("to the first screen of the sheet", 60, seconds(began));
await shot("growing");
await page.locator("ol.todo button").first().waitFor({ timeout: 300_000 });
within(`to the things to do${pages ? `, ${pages} pages` : ""}`, 120, seconds(began));
await page.waitForLoadState("networkidle");
await shot("done");
const told = (await page.locator("h1").textContent()).trim();
tell("the sentence that sums up", "begins with: Shared today", told.slice(0, 60), told.startsWith("Shared today"));
// The heading has the focus since the address was sent: what follows it comes with Tab.
await tabTo(page, /^Show me/);
await page.keyboard.press("Enter");
const steps = await page.locator("#thing-1").isVisible();
tell("a thing to do is opened with Enter, and says how", "yes", steps ? "yes" : "no", steps);
const rowOf = () => page.evaluate(() => document.activeElement?.closest(".sheet-row")?.textContent ?? "");
for (let at = 0; at < 80 && (await rowOf()) === ""; at += 1) await page.keyboard.press("Tab");
const row = await rowOf();
await page.keyboard.press("Enter");
await page.locator(".pair .preview").first().waitFor();
await page.waitForLoadState("networkidle");
await shot("page");
const there = (await focused(page)) ?? "";
tell("a page is opened with Enter, and its heading has the focus", "yes", there.slice(0, 60), row !== "" && there !== "");
await page.goBack();
await page.waitForFunction((row) => document.activeElement?.closest(".sheet-row")?.textContent === row, row, { timeout: 10_000 }).then(
  () => tell("back in the sheet, the focus is where it was", "yes", "yes", true),
  () => tell("back in the sheet, the focus is where it was", "yes", "no", false),
);
tell("complaints of the browser", "0", String(complaints.length) + (complaints.length ? `: ${complaints[0]}` : ""), complaints.length === 0);
tell("hosts beside the server that were asked", "0", String(outside.size), outside.size === 0);
await browser.close();
await own?.up.close();
own?.site.close();
