// The HTML report, walked through in a browser as a reader would.
//
//   node report.mjs REPORT.html [FOLDER FOR SCREENSHOTS]
//
// Asserts: no request leaves the file, no console error, nothing that axe objects to (light, dark, wide, narrow, with
// the page view open), search, filters, keyboard and page view work, no sideways scroll of the page at 360 px, a print
// that holds the first rows. Prints a line of JSON for each, { what, target, measured, met }, and ends with 0 where it could
// look at all of them, met or not. The report must have two pages or more. CHROMIUM names another browser.

import assert from "node:assert/strict";
import { mkdirSync, readFileSync, statSync } from "node:fs";
import { createRequire } from "node:module";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { chromium } from "playwright-core";

const [file, shots] = process.argv.slice(2);
const executablePath = process.env.CHROMIUM ?? "/usr/bin/chromium";
if (!file) {
  console.error("usage: node report.mjs REPORT.html [FOLDER FOR SCREENSHOTS]");
  process.exit(2);
}
const address = pathToFileURL(resolve(file)).href;
const axe = createRequire(import.meta.url).resolve("axe-core/axe.min.js");
if (shots) mkdirSync(shots, { recursive: true });

const browser = await chromium.launch({
  executablePath,
  args: [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
  ],
});

const tell = (what, target, measured, met) => console.log(JSON.stringify({ what, target, measured, met }));

/** A target without a number: it holds, or it says why not. */
async function shows(what, check) {
  try {
    await check();
    tell(what, "holds", "holds", true);
  } catch (fault) {
    tell(what, "holds", String(fault.message).replace(/\s+/g, " ").slice(0, 600), false);
  }
}

/** Opens the report; collects what it asks for and what it complains of. */
async function open({ width = 1280, height = 900, colorScheme = "light", javaScriptEnabled = true } = {}) {
  const context = await browser.newContext({ viewport: { width, height }, colorScheme, javaScriptEnabled, bypassCSP: false });
  const page = await context.newPage();
  const asked = [];
  const complaints = [];
  page.on("request", (request) => {
    if (request.url() !== address && !request.url().startsWith("data:")) asked.push(request.url());
  });
  page.on("console", (message) => {
    if (["error", "warning"].includes(message.type())) complaints.push(message.text());
  });
  page.on("pageerror", (error) => complaints.push(error.message));
  await page.goto(address);
  if (javaScriptEnabled) await page.waitForSelector("html[data-ready=yes]");
  return { page, asked, complaints, close: () => context.close() };
}

/** What axe objects to. The script is evaluated by the browser's debugger, which the file's policy does not bind. */
async function objections(page) {
  await page.evaluate(readFileSync(axe, "utf8"));
  const { violations } = await page.evaluate(() => globalThis.axe.run({ resultTypes: ["violations"] }));
  return violations.map(({ id, help, nodes }) => `${id}: ${help} (${nodes.length}) ${nodes[0].html.slice(0, 160)}`);
}

const shot = async (page, name, fullPage = false) => {
  if (shots) await page.screenshot({ path: join(shots, `${name}.png`), fullPage });
};
const cell = (row, column) => `.sheet-cell[data-row="${row}"][data-column="${column}"]`;
const rows = (page) => page.locator(".sheet-row:not(.head)").count();
const told = (page) => page.locator(".sheet-count [role=status]").textContent();

const megabytes = statSync(file).size / 1e6;
tell("size of the file", "under 60 MB", `${megabytes.toFixed(1)} MB`, megabytes < 60);
const began = performance.now();
const { page, asked, complaints, close } = await open();
const ready = performance.now() - began;
tell("opened and ready", "within 10 s", `${(ready / 1000).toFixed(1)} s`, ready < 10_000);

await shows("the first screen has the sentence, the score and the start page", async () => {
  assert.match(await page.locator("h1").textContent(), /^Shared today/);
  assert.match(await page.locator(".figures").textContent(), /% *of pages × networks/);
  await page.locator("#start-screen .preview").waitFor();
  await shot(page, "wide-light", true);
});

await shows("the switch shows the start page and the sheet as they would be", async () => {
  await page.locator(".start .switch [value=mended]").click();
  assert.equal(await page.locator("html").getAttribute("data-when"), "mended");
  assert.equal(await page.locator(".sheet-bar .switch [value=mended]").getAttribute("aria-pressed"), "true");
  await page.locator(".sheet-bar .switch [value=today]").click();
  assert.equal(await page.locator(".start .switch [value=today]").getAttribute("aria-pressed"), "true");
});

await shows("search narrows the sheet, and says to how many", async () => {
  const title = await page.locator("[data-row='1'][data-column='0'] b").textContent();
  await page.locator(".sheet-bar input").fill(title);
  assert.match(await told(page), /^\d[\d,]* of \d[\d,]* pages$/);
  await page.locator(".sheet-bar input").fill("no page is called like this");
  assert.match(await page.locator(".sheet-empty").textContent(), /No page is like that/);
  await page.locator(".sheet-empty button").click();
  assert.match(await told(page), /^[\d,]+ pages on \d+ networks$/);
});

await shows("filters take network, preview, severity and finding", async () => {
  const fields = page.locator(".sheet-bar select");
  for (const at of [0, 1, 2, 3]) {
    const field = fields.nth(at);
    if ((await field.locator("option").count()) < 2) continue;
    await field.selectOption({ index: 1 });
    assert.match(await told(page), / of /);
    if (at === 0) assert.equal(await page.locator(".sheet-row.head [role=columnheader]").count(), 3);
    await page.getByRole("button", { name: "show all", exact: true }).click();
  }
});

await shows("arrow keys walk the sheet, Enter opens a page, Escape comes back", async () => {
  await page.locator(cell(0, 1)).focus();
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("End");
  await page.keyboard.press("Control+End");
  const at = await page.evaluate(() => Number(document.activeElement.dataset.row));
  const count = Number(await page.locator(".sheet-grid").getAttribute("aria-rowcount")) - 1;
  assert.equal(at, count - 1);
  await page.keyboard.press("Control+Home");
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("Enter");
  await page.locator("dialog[open]").waitFor();
  assert.ok((await page.locator("dialog .pairs > li").count()) > 0);
  await shot(page, "page-view-light");
  await page.keyboard.press("ArrowRight");
  assert.deepEqual(await objections(page), []);
  await page.keyboard.press("Escape");
  assert.equal(await page.locator("dialog[open]").count(), 0);
  assert.equal(await page.evaluate(() => document.activeElement.dataset.row), "0");
});

await shows("only the rows on the screen stand in the page", async () => {
  const count = Number(await page.locator(".sheet-grid").getAttribute("aria-rowcount")) - 1;
  assert.ok((await rows(page)) <= Math.min(count, 40));
});

await shows("a thing to do opens, and shows its pages", async () => {
  if ((await page.locator("[data-toggles]").count()) === 0) return;
  await page.locator("[data-toggles]").first().click();
  await page.locator(".more:not([hidden]) [data-rules]").first().click();
  assert.match(await told(page), / of /);
  await page.getByRole("button", { name: "show all", exact: true }).click();
});

await shows("light and dark can be chosen", async () => {
  for (const theme of ["light", "dark", undefined]) {
    await page.locator("#theme").click();
    assert.equal((await page.locator("html").getAttribute("data-theme")) ?? undefined, theme);
  }
});

await shows("axe has nothing to object to, wide and light", async () => assert.deepEqual(await objections(page), []));
await shows("it prints: what is to be done, then the first rows", async () => {
  const pdf = await page.pdf({ preferCSSPageSize: true, printBackground: true, path: shots ? join(shots, "print.pdf") : undefined });
  assert.ok(pdf.length > 10_000);
  await page.evaluate(() => dispatchEvent(new Event("beforeprint")));
  const printed = await page.locator(".sheet-print tbody tr").count();
  const count = Number(await page.locator(".sheet-grid").getAttribute("aria-rowcount")) - 1;
  assert.equal(printed, Math.min(40, count));
  await page.evaluate(() => dispatchEvent(new Event("afterprint")));
  assert.equal(await page.locator(".sheet-print").count(), 0);
});
await shows("nothing was asked of anybody, nothing was complained of", async () => {
  assert.deepEqual(asked, []);
  assert.deepEqual(complaints, []);
});
await close();

for (const [name, view] of Object.entries({
  "wide-dark": { colorScheme: "dark" },
  "narrow-light": { width: 360, height: 740 },
  "narrow-dark": { width: 360, height: 740, colorScheme: "dark" },
})) {
  const opened = await open(view);
  await shows(`axe has nothing to object to, ${name.replace("-", " and ")}`, async () => {
    assert.deepEqual(await objections(opened.page), []);
    await shot(opened.page, name, true);
  });
  await shows(`the page does not scroll sideways, ${name.replace("-", " and ")}`, async () => {
    const wide = await opened.page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    assert.equal(wide, 0);
    await opened.page.locator(cell(0, 1)).click();
    await opened.page.locator("dialog[open]").waitFor();
    const inside = await opened.page.evaluate(() => {
      const body = document.querySelector(".view-body");
      return body.scrollWidth - body.clientWidth;
    });
    assert.equal(inside, 0);
    await shot(opened.page, `page-view-${name}`);
    assert.deepEqual(opened.complaints, []);
  });
  await opened.close();
}

const bare = await open({ javaScriptEnabled: false });
await shows("without scripts there are the sentence, the things to do and a table", async () => {
  assert.match(await bare.page.locator("h1").textContent(), /^Shared today/);
  assert.ok((await bare.page.locator("noscript table tbody tr, table.plain tbody tr").count()) > 0);
  await shot(bare.page, "without-scripts");
});
await bare.close();

await browser.close();
