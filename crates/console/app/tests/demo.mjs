// The demo, along its strip, against the real server: a link today, the mend, the change, cards, a share bar, a shared page
// that somebody follows, a post from a page to its first visits, and one's own site.
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

import { ARGS, axeOf } from "./browser.mjs";

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
  // A browser as people have it: one that says that nobody sits before it is counted as a robot.
  const userAgent = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/151.0.0.0 Safari/537.36";
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, reducedMotion: "reduce", userAgent });
  const page = await context.newPage();
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
  /** Looks at a tab narrow and wide, light and dark: a picture, what axe says, and whether it scrolls sideways. */
  const faults = [];
  let looks = 0;
  const shot = async (name, of = page) => {
    const before = of.viewportSize();
    for (const width of [360, 1280]) {
      for (const colorScheme of ["light", "dark"]) {
        await of.emulateMedia({ colorScheme, reducedMotion: "reduce" });
        await of.setViewportSize({ width, height: width < 500 ? 740 : 900 });
        // The colours are those that were asked for once two frames were drawn, and nothing fades any more.
        await of.evaluate(() => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn))));
        await of.waitForFunction(() => document.getAnimations().every(({ playState }) => playState !== "running"));
        looks += 1;
        if (shots) await of.screenshot({ path: `${shots}/${name}-${width}-${colorScheme}.png`, fullPage: true });
        for (const fault of await axeOf(of)) faults.push(`${name} at ${width} px, ${colorScheme}: ${fault}`);
        if (await of.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth)) faults.push(`${name} at ${width} px scrolls sideways`);
      }
    }
    await of.emulateMedia({ colorScheme: "light", reducedMotion: "reduce" });
    await of.setViewportSize(before);
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
  await page.locator('[data-demo-act="mend"]').click();
  await step("mend").waitFor(patience);
  await step("watch").waitFor(patience);
  within("from the press to the change", 30, seconds(mended));
  await shot("watch");
  const strip = () => page.evaluate(() => fetch("/api/v1/demo").then((answer) => answer.json()).then(({ steps }) => steps));
  const told = async (id) => (await strip()).find((step) => step.id === id);
  tell("what the mend changed", "more of its links look right", (await told("watch")).how, (await told("watch")).done);

  // Cards: made on their own screen, put on by the strip.
  const carded = performance.now();
  await page.locator('[data-step="card"] a').first().click();
  await page.getByRole("button", { name: /^Make cards for these 6 pages/ }).click(patience);
  await page.getByText("Now the demo shop puts them onto its pages").waitFor(patience);
  await shot("cards");
  await page.locator('[data-demo-act="put_cards"]').click(patience);
  await step("card").waitFor(patience);
  within("from the screen of cards to cards on the shop's pages", 60, seconds(carded));
  tell("what the cards changed", "100 % now", (await told("card")).how, (await told("card")).how.includes("100 % now"));
  await page.locator('[data-step="card"] a').first().click();
  await page.getByRole("heading", { level: 1 }).waitFor(patience);
  const card = page.locator("main img").first();
  await card.waitFor(patience);
  await page.waitForLoadState("networkidle");
  await shot("card-seen");

  // A share bar, put up; the shop, seen by a visitor who has nothing to do with the console.
  await page.locator('[data-step="bar"] a').first().click();
  await page.getByRole("heading", { level: 1, name: "A share bar for your pages" }).waitFor(patience);
  await page.locator('[data-demo-act="put_bar"]').click(patience);
  await step("bar").waitFor(patience);
  await shot("bar");
  await page.locator('[data-step="click"] > div > a').click();
  await page.getByRole("heading", { level: 1, name: "Links that remember" }).waitFor(patience);
  const [visitor] = await Promise.all([context.waitForEvent("page"), page.getByRole("link", { name: /^Open the shop as a visitor/ }).click()]);
  await visitor.getByRole("navigation", { name: "Share this page" }).waitFor(patience);
  const inSight = () => visitor.waitForFunction(() => document.querySelector("nav[aria-label='Share this page']").getBoundingClientRect().bottom <= innerHeight + 1, null, patience);
  is("the share bar is in sight where the visitor arrives", await inSight().then(() => true, () => false));
  await shot("visitor", visitor);
  await visitor.getByRole("link", { name: "Facebook" }).focus();
  const [network] = await Promise.all([context.waitForEvent("page"), visitor.keyboard.press("Enter")]);
  await network.getByText("This is not Facebook.").waitFor(patience);
  const drawn = await network.locator(".preview img").evaluate((img) => img.decode().then(() => `${img.naturalWidth} × ${img.naturalHeight}`));
  tell("the picture in the preview", "1200 × 630", drawn, drawn === "1200 × 630");
  await shot("network", network);
  await page.bringToFront();
  await page.getByText("It was shared on Facebook").waitFor(patience);
  is("the strip tells that it was shared, by the preview agent's visit", true);
  const followed = performance.now();
  await network.locator("#shared").click();
  await network.waitForURL(/bakery\.localhost:\d+\/\?e=[a-z0-9]{7}$/);
  is("what was shared leads to the shop's page, with the code in its address", true);
  await page.bringToFront();
  await page.locator("tr", { hasText: "share button · Facebook" }).locator("td.num", { hasText: /^1/ }).first().waitFor(patience);
  within("from the click to its row among the links, by network and place", 10, seconds(followed));
  await step("click").waitFor(patience);
  const row = await page.locator("tr", { hasText: "share button · Facebook" }).textContent();
  tell("its row", "share button · Facebook · in the text", row.replace(/\s+/g, " ").trim().slice(0, 120), row.includes("share button · Facebook · in the text"));
  await shot("click-seen");
  await network.close();

  // On any other page the code travels on the page's own address, and the stand-in says what that means today.
  await visitor.goto(new URL("/pantry/bread-flour", visitor.url()).href);
  const [other] = await Promise.all([context.waitForEvent("page"), visitor.getByRole("link", { name: "WhatsApp" }).click()]);
  const [shared, says] = [await other.locator("#shared").textContent(), await other.locator("main").textContent()];
  tell("what another page shares", "its own address with a code", shared.replace(/^.*(?=\/pantry)/, ""), /\/pantry\/bread-flour\?e=[a-z0-9]{7}~[a-z0-9]{6}(~\w+)?$/.test(shared) && says.includes("tells Tidings of the visit"));
  await shot("network-other", other);
  await other.close();
  await visitor.close();

  // A page becomes a post with a text of its own for X, and is planned for the next minute.
  await page.locator('[data-step="post"]').getByRole("link", { name: /^Go there/ }).click();
  await page.getByText("Filled from the page.").waitFor(patience);
  const text = await page.getByLabel("Text", { exact: true }).inputValue();
  tell("what the page writes", "its title and what it says of itself", text.replace(/\s+/g, " ").slice(0, 120), /loaf/i.test(text));
  const chosen = await page.locator(".writing input[type=checkbox]:checked").count();
  tell("accounts of the demo that are chosen", "3", chosen, chosen === 3);
  await page.getByRole("button", { name: /^Write another text for this one ?: @bakery_demo$/ }).click();
  await page.getByLabel("Text for @bakery_demo", { exact: true }).fill("Three days for one loaf. Come early.");
  await page.getByText(/^\d+ of 280$/).waitFor(patience);
  await page.waitForLoadState("networkidle");
  await shot("compose");
  const two = (number) => String(number).padStart(2, "0");
  const next = new Date(Date.now() + 60_000);
  await page.getByLabel("Time", { exact: true }).fill(`${two(next.getHours())}:${two(next.getMinutes())}`);
  await page.getByRole("button", { name: "Plan it" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Plan it" }).click();
  await step("schedule").waitFor(patience);
  await page.getByText(/^Planned for/).waitFor(patience);
  const site = /sites\/(\w+)/.exec(page.url())[1];
  const ask = (path) => page.evaluate((path) => fetch(`/api/v1${path}`).then((answer) => answer.json()), path);
  const posted = () => ask(`/sites/${site}/posts/${page.url().split("/").at(-1)}`);
  const longer = { timeout: 150_000 };
  await step("live").waitFor(longer);
  const lived = performance.now();
  // All three are out by then, or within seconds.
  await page.locator(".outcome .badge", { hasText: "live" }).nth(2).waitFor(patience);
  const { deliveries } = await posted();
  const late = Math.max(...deliveries.map(({ due, live }) => (Date.parse(live) - Date.parse(due)) / 1000));
  tell("how late the last of the three was at its network", "within 5 s of its minute", `${late.toFixed(1)} s`, late >= 0 && late <= 5);
  tell("deliveries with a receipt", "3", deliveries.filter(({ url }) => url).length, deliveries.every(({ state, url }) => state === "live" && url));
  await step("came").waitFor(patience);
  within("from live to the first visit by its link in the strip", 60, seconds(lived));
  is("the strip says that these readers are the demo's", (await told("came")).how.includes("invented readers of the demo"));
  await shot("live");

  // What it looks like at the stand-in; a link that is followed there by hand counts as well.
  const counted = async () => (await posted()).deliveries.reduce((sum, { visits }) => sum + visits, 0);
  while ((await counted()) < 12) await page.waitForTimeout(500);
  const [stand] = await Promise.all([context.waitForEvent("page"), page.getByRole("link", { name: /^See it ?, @bakery_demo$/ }).click()]);
  await stand.getByText("Three days for one loaf. Come early.").waitFor(patience);
  await shot("stand-in", stand);
  await stand.locator("article", { hasText: "Three days for one loaf" }).getByRole("link").first().click();
  await stand.waitForURL(/bakery\.localhost:\d+\/bread\/country-loaf/);
  await stand.waitForLoadState("networkidle");
  await stand.close();
  await page.bringToFront();
  while ((await counted()) < 13) await page.waitForTimeout(500);
  tell("visits by the links of the post: the demo's readers, and one's own", "12 and 1", await counted(), (await counted()) === 13);
  await page.locator('[data-step="came"] a').first().click();
  await page.getByText("One post alone.").waitFor(patience);
  const brought = (await page.locator("tbody tr").textContent()).replace(/\s+/g, " ").trim();
  tell("what came by this post, where the step leads to", "one post, 13 visits", brought.slice(-80), (await page.locator("tbody tr").count()) === 1 && (await page.locator("tbody td").first().textContent()) === "13");
  is("that screen says that readers of the demo's are among them", await page.getByText("invented readers of the demo").first().isVisible());
  await page.getByText("That is the whole round").waitFor(patience);
  await page.waitForLoadState("networkidle");
  await shot("worth-today");

  is("every step is done in the database", (await strip()).every(({ done }) => done));
  await page.reload();
  await page.locator("[data-demo-steps]").click(patience);
  await step("click").waitFor(patience);
  is("the strip says the same when it is opened again", true);
  await page.locator('[data-demo-act="take_bar"]').click();
  await page.locator('[data-demo-act="put_bar"]').waitFor(patience);
  is("the bar can be taken off again", (await told("bar")).done === false);

  const shop = await page.evaluate(() => fetch("/api/v1/sites").then((answer) => answer.json()).then(({ items }) => items[0].address));
  const visit = await context.newPage();
  await visit.goto(new URL("/bread/country-loaf", shop).href);
  is("the shop's pages open in the browser", (await visit.textContent("footer")).includes("Demo data"));
  const cookies = await visit.context().cookies(shop);
  tell("cookies of the console that go to the shop", "0", cookies.length, cookies.length === 0);
  await shot("shop", visit);
  await visit.close();

  page.on("dialog", (dialog) => dialog.accept());
  await page.locator("[data-demo-remove]").first().click();
  const sure = page.locator("dialog[open] [data-sure], dialog[open] button.danger");
  if (await sure.first().isVisible().catch(() => false)) await sure.first().click();
  await page.locator("[data-demo]").first().waitFor({ state: "detached", ...patience });
  await page.locator("main input").first().waitFor(patience);
  is("now my own site: the data are gone, an address is asked for", true);
  await shot("own");
  tell(`what axe and the eye for sideways scrolling find in ${looks} looks`, "0", faults.length ? `${faults.length}: ${faults.slice(0, 4).join("; ")}` : "0", faults.length === 0);
  tell("complaints of the browser", "0", complaints.length + (complaints.length ? `: ${complaints[0]}` : ""), complaints.length === 0);
  tell("hosts beside the server that were asked", "0", others.size, others.size === 0);
} finally {
  await browser.close();
  house.kill("SIGTERM");
  await ended;
}
is("the temporary folder is gone", folder !== undefined && !existsSync(folder));
