// Share bars in a browser, as a visitor of a page meets them.
//
//   node buttons.mjs TIDINGS [FOLDER FOR SCREENSHOTS]
//
// Has the program TIDINGS make bars, puts each into a page, and looks: what they weigh, that each link leads where it
// should with scripts off (nothing leaves the machine: every request is answered here), the keyboard, axe in light and
// dark and at 360 px, and what the enhancer adds. Prints a line of JSON for each target, and ends with 0 where it could
// look at all of them, met or not.

import { execFileSync } from "node:child_process";
import { mkdirSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { brotliCompressSync } from "node:zlib";
import { chromium } from "playwright-core";

const [tidings, shots] = process.argv.slice(2);
const executablePath = process.env.CHROMIUM ?? "/usr/bin/chromium";
const axe = createRequire(import.meta.url).resolve("axe-core/axe.min.js");
if (shots) mkdirSync(shots, { recursive: true });
const tell = (what, target, measured, met) => console.log(JSON.stringify({ what, target, measured, met }));

const PAGE = "https://bakery.example/bread?kind=rye&e=5";
const TEN = "whatsapp,facebook,x,linkedin,telegram,mastodon,bluesky,threads,reddit,pinterest";
const buttons = (...more) =>
  execFileSync(tidings, ["buttons", PAGE, "--title", "Rye bread & rolls", "--picture", "https://bakery.example/rye.jpg", "--hub", "https://tidings.example/share", "--networks", TEN, ...more], { encoding: "utf8" });
const HOSTS = ["wa.me", "www.facebook.com", "x.com", "www.linkedin.com", "t.me", "tidings.example", "bsky.app", "www.threads.com", "www.reddit.com", "www.pinterest.com"];

const weight = (text) => brotliCompressSync(Buffer.from(text)).length;
const plain = buttons();
const ten = weight(plain);
tell("ten networks, signs and names, brotli", "at most 3,584 bytes", `${ten} bytes`, ten <= 3584);
const script = /<script>(.*)<\/script>/s.exec(buttons("--script"))[1];
tell("the enhancer, brotli", "at most 400 bytes", `${weight(script)} bytes`, weight(script) <= 400);

const browser = await chromium.launch({
  executablePath,
  args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
});

/** A page with `bar`, at the address that it is for. Whatever else is asked for is kept in `asked`, and answered empty. */
async function open(bar, { width = 1280, dark = false, scripts = true, at = PAGE } = {}) {
  const context = await browser.newContext({ viewport: { width, height: 700 }, colorScheme: dark ? "dark" : "light", javaScriptEnabled: scripts });
  const asked = [];
  await context.route("**/*", (route) => {
    const url = route.request().url();
    if (url !== at) asked.push(url);
    const html = url === at ? `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Rye bread</title><style>:root{color-scheme:light dark;font:16px system-ui}main{max-width:60ch;margin:auto;padding:1rem}</style><main><h1>Rye bread</h1><p>Baked at night.</p>${bar}<p>Rolls too.</p></main>` : "<!doctype html><title>elsewhere</title>";
    return route.fulfill({ contentType: "text/html", body: html });
  });
  const page = await context.newPage();
  await page.goto(at);
  return { page, context, asked };
}

// Without scripts: each button pressed by keyboard alone.
{
  const { page, context, asked } = await open(plain, { scripts: false });
  tell("requests of a page with the bar, before anybody presses", "0", String(asked.length), asked.length === 0);
  const reached = [];
  for (const host of HOSTS) {
    await page.keyboard.press("Tab");
    const [opened] = await Promise.all([context.waitForEvent("page"), page.keyboard.press("Enter")]);
    await opened.waitForLoadState();
    const url = new URL(opened.url());
    const carries = [...url.searchParams.values()].some((value) => value.includes(PAGE));
    if (url.hostname === host && carries) reached.push(host);
    await opened.close();
    await page.bringToFront();
  }
  tell("buttons that by keyboard, without scripts, lead to their network with the whole address", `${HOSTS.length}`, `${reached.length}`, reached.length === HOSTS.length);
  await context.close();
}

for (const face of ["icons", "both", "names"])
  for (const colours of ["networks", "page", "dark"])
    for (const [width, dark] of [[1280, false], [1280, true], [360, false], [360, true]]) {
      const { page, context } = await open(buttons("--face", face, "--colours", colours), { width, dark });
      await page.addScriptTag({ path: axe });
      const faults = await page.evaluate(() => window.axe.run().then((found) => found.violations.map((it) => it.id)));
      const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      const small = await page.locator("nav a").evaluateAll((all) => all.filter((it) => it.getBoundingClientRect().width < 44 || it.getBoundingClientRect().height < 44).length);
      const good = faults.length === 0 && wide <= 0 && small === 0;
      if (!good || (face === "both" && colours === "networks")) tell(`axe, 44 px and width: ${face}, ${colours}, ${width} px, ${dark ? "dark" : "light"}`, "no fault", good ? "no fault" : `${faults} ${wide} ${small}`, good);
      if (shots) await page.screenshot({ path: join(shots, `${face}-${colours}-${width}-${dark ? "dark" : "light"}.png`) });
      await context.close();
    }

for (const placement of ["side", "bottom"]) {
  const { page, context } = await open(buttons("--placement", placement), { width: placement === "side" ? 1280 : 360 });
  const fixed = await page.locator("nav").evaluate((nav) => getComputedStyle(nav).position);
  tell(`the bar at the ${placement}`, "fixed", fixed, fixed === "fixed");
  if (shots) await page.screenshot({ path: join(shots, `${placement}.png`) });
  await context.close();
}

// With the enhancer: somebody who came by a press of another one passes the page on.
{
  const bar = buttons("--script").replaceAll("kind%3Drye%26e%3D5", "kind%3Drye%26e%3Dk7q4mxz").replaceAll("kind=rye&amp;e=5", "kind=rye&amp;e=k7q4mxz");
  const again = await browser.newContext();
  await again.addInitScript(() => {
    window.told = [];
    navigator.share = (what) => Promise.resolve(window.told.push(what.url));
    Object.defineProperty(navigator, "clipboard", { value: { writeText: (text) => Promise.resolve(window.told.push(text)) } });
  });
  await again.route("**/*", (route) => route.fulfill({ contentType: "text/html", body: `<!doctype html><html lang="en"><title>Rye bread</title><main>${bar}</main>` }));
  const visitor = await again.newPage();
  await visitor.goto("https://bakery.example/bread?e=abcdefg~pressd");
  const token = /e=k7q4mxz~[a-z0-9]{6}~pressd$/;
  await visitor.getByRole("button", { name: "Share…" }).click();
  await visitor.getByRole("button", { name: "Copy link" }).click();
  await visitor.getByRole("button", { name: "✓" }).waitFor();
  const told = await visitor.evaluate(() => window.told);
  const right = told.length === 2 && told.every((url) => token.test(url)) && told[0] !== told[1];
  tell("what the device's share sheet and the copy get", "the token with press and parent, another press each", told.join(" "), right);
  const [opened] = await Promise.all([again.waitForEvent("page"), visitor.getByRole("link", { name: "Bluesky" }).click()]);
  const text = new URL(opened.url()).searchParams.get("text");
  tell("a button pressed with the enhancer", "the token with press and parent", text, token.test(text));
  await again.close();
}
await browser.close();
