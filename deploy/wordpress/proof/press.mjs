// The share bar of a page of WordPress, pressed in Chromium by somebody who came by a press of another one.
//
//   node press.mjs ADDRESS
//
// Prints one line of JSON: what was copied and shared, where a link leads after it was pressed, and what the page's policy
// refused of ours.

import { chromium } from "playwright-core";

const [address] = process.argv.slice(2);
const executablePath = process.env.CHROMIUM ?? "/usr/bin/chromium";
const browser = await chromium.launch({
  executablePath,
  args: ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
});
const context = await browser.newContext();
await context.addInitScript(() => {
  window.told = [];
  navigator.share = (what) => Promise.resolve(window.told.push(what.url));
  Object.defineProperty(navigator, "clipboard", { value: { writeText: (text) => Promise.resolve(window.told.push(text)) } });
});
// Nothing leaves the machine.
const here = new URL(address).host;
await context.route((url) => url.host !== here, (route) => route.fulfill({ contentType: "text/html", body: "<!doctype html><title>elsewhere</title>" }));
const page = await context.newPage();
const refused = [];
page.on("console", (line) => line.text().includes("Content Security Policy") && line.text().includes("tidings") && refused.push(line.text().slice(0, 200)));
await page.goto(`${address}?e=abcdefg~pressd`);
const bar = page.locator("nav[class^=tidings-]");
await bar.getByRole("button", { name: "Share…" }).click();
await bar.getByRole("button", { name: "Copy link" }).click();
await bar.getByRole("button", { name: "✓" }).waitFor();
const told = await page.evaluate(() => window.told);
const [opened] = await Promise.all([context.waitForEvent("page"), bar.getByRole("link", { name: "Bluesky" }).click()]);
console.log(JSON.stringify({ told, link: new URL(opened.url()).searchParams.get("text"), refused }));
await browser.close();
