// The demo with real servers beside its stand-ins: one page becomes a post with a text of its own for X, goes out by seven
// accounts at its minute, and its links are followed from where it stands.
//
//   TIDINGS_PROGRAM=…/tidings SERVERS='{"bluesky": {"server": …}, …}' node tests/demo-real.mjs
//
// SERVERS: by network, what connects an account there. SHOTS names a folder for screenshots, CHROMIUM another browser. Prints a
// line of JSON for each target.

import { mkdirSync } from "node:fs";
import { chromium } from "playwright-core";

import { ARGS, axeOf } from "./browser.mjs";
import { house } from "./house.mjs";

const servers = JSON.parse(process.env.SERVERS);
const shots = process.env.SHOTS;
if (shots) mkdirSync(shots, { recursive: true });
const tell = (what, target, measured, met = String(target) === String(measured)) => console.log(JSON.stringify({ what, target: String(target), measured: String(measured), met }));

const json = (address, headers = {}) => fetch(address, { headers }).then((answer) => answer.json());
/** What events of Nostr say that a relay has, asked in a browser's page, which knows WebSockets. */
const events = (relay) =>
  new Promise((done, failed) => {
    const [line, found] = [new WebSocket(relay.replace("http", "ws")), []];
    line.onopen = () => line.send(JSON.stringify(["REQ", "demo", { kinds: [1] }]));
    line.onerror = () => failed(new Error(`${relay} does not answer`));
    line.onmessage = ({ data }) => {
      const [kind, , event] = JSON.parse(data);
      if (kind === "EVENT") found.push(event.content);
      if (kind === "EOSE") {
        line.close();
        done(found);
      }
    };
  });
/** What stands at each server, asked as another client. */
const there = {
  bluesky: async ({ server, did }) => {
    const { records } = await json(`${server}/xrpc/com.atproto.repo.listRecords?repo=${did}&collection=app.bsky.feed.post`);
    return records.map(({ value }) => JSON.stringify(value));
  },
  mastodon: async ({ server, secret }) => {
    const headers = { authorization: `Bearer ${secret}` };
    const { id } = await json(`${server}/api/v1/accounts/verify_credentials`, headers);
    return (await json(`${server}/api/v1/accounts/${id}/statuses?limit=40`, headers)).map(({ content }) => content);
  },
  wordpress: async ({ server, name, secret }) => {
    const headers = { authorization: `Basic ${Buffer.from(`${name}:${secret}`).toString("base64")}` };
    const articles = await json(`${server}/wp-json/wp/v2/posts?context=edit&status=publish`, headers);
    return articles.map(({ content }) => content.raw);
  },
  nostr: ({ server }, blank) => blank.evaluate(events, server),
};

const { link, close } = await house("--demo");

const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: ARGS });
try {
  const userAgent = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/151.0.0.0 Safari/537.36";
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, reducedMotion: "reduce", userAgent });
  const page = await context.newPage();
  const complaints = [];
  page.on("pageerror", (error) => complaints.push(error.message));
  const faults = [];
  const shot = async (name) => {
    await page.waitForLoadState("networkidle");
    for (const fault of await axeOf(page)) faults.push(`${name}: ${fault}`);
    if (shots) await page.screenshot({ path: `${shots}/${name}.png`, fullPage: true });
  };
  const patience = { timeout: 60_000 };
  const ask = (path, method = "GET", body = undefined) =>
    page.evaluate(
      async ([path, method, body]) => {
        const headers = { "x-tidings": "proof", "content-type": "application/json" };
        const answer = await fetch(`/api/v1${path}`, { method, headers, body: body && JSON.stringify(body) });
        const said = await answer.text();
        if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${said}`);
        return said ? JSON.parse(said) : null;
      },
      [path, method, body],
    );

  await page.goto(link);
  await page.locator('[data-demo] [data-step="see"][data-done]').waitFor(patience);
  const home = page.url();
  await page.goto(new URL("/accounts", home).href);
  for (const [network, { did: _, ...fields }] of Object.entries(servers)) {
    const way = page.locator(`#way-${network}`);
    await way.getByRole("button", { name: /^Connect/ }).click(patience);
    for (const [name, value] of Object.entries(fields)) await way.locator(`[id$="-typed-${name}"]`).fill(value);
    if (network === "wordpress") await shot("connect");
    await way.getByRole("button", { name: "Connect it" }).click();
    await page.locator("#said").getByText(/./).waitFor(patience);
    await way.locator("form").first().waitFor({ state: "detached", ...patience });
    const { items } = await ask("/accounts");
    const account = items.find((one) => one.network === network && new URL(one.server).host === new URL(fields.server).host);
    tell(`an account connected at a server of ${network}, by the form`, "well", account?.stands ?? "none");
  }
  await page.goto(home);
  await page.locator("[data-demo-steps], [data-step]").first().waitFor(patience);

  /** Where a step of the strip leads, though it is not the next one. */
  const to = async (step) => {
    if (!(await page.locator("[data-step]").count())) await page.locator("[data-demo-steps]").click();
    const href = await page.locator(`[data-step="${step}"] a`).first().getAttribute("href");
    await page.goto(new URL(href, page.url()).href);
  };
  await to("post");
  await page.getByText("Filled from the page.").waitFor(patience);
  // What is chosen by itself are the demo's three and those that came after them alike.
  const boxes = page.locator(".writing input[type=checkbox]");
  const all = 3 + Object.keys(servers).length;
  const chosen = page.locator(".writing input[type=checkbox]:checked");
  tell("accounts that are chosen", all, await chosen.count(), (await chosen.count()) === all && (await boxes.count()) >= all);
  await page.getByRole("button", { name: /^Write another text for this one ?: @bakery_demo$/ }).click();
  await page.getByLabel("Text for @bakery_demo", { exact: true }).fill("Three days for one loaf. Come early.");
  await page.getByText(/^\d+ of 280$/).waitFor(patience);
  await shot("compose");
  const two = (number) => String(number).padStart(2, "0");
  const next = new Date(Date.now() + 60_000);
  await page.getByLabel("Time", { exact: true }).fill(`${two(next.getHours())}:${two(next.getMinutes())}`);
  await page.getByRole("button", { name: "Plan it" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Plan it" }).click();
  await page.getByText(/^Planned for/).waitFor(patience);
  await shot("planned");
  const [, site, post] = /sites\/(\w+)\/posts\/(\w+)/.exec(page.url());
  const deliveries = async () => (await ask(`/sites/${site}/posts/${post}`)).deliveries;
  await page.locator(".outcome .badge", { hasText: "live" }).nth(all - 1).waitFor({ timeout: 150_000 });
  const out = await deliveries();
  tell("deliveries that are live with a receipt", all, out.filter(({ state, url }) => state === "live" && url).length);
  const late = Math.max(...out.map(({ due, live }) => (Date.parse(live) - Date.parse(due)) / 1000));
  tell("how late the last of them was at its network", "within 10 s of its minute", `${late.toFixed(1)} s`, late >= 0 && late <= 10);

  for (const [network, fields] of Object.entries(servers)) {
    const visitor = await context.newPage();
    const said = (await there[network](fields, visitor)).filter((text) => text.includes("/bread/country-loaf"));
    const address = said[0]?.match(/http:\/\/bakery\.localhost:\d+\/bread\/country-loaf\?e=[a-z0-9]{7}/)?.[0];
    const code = address?.split("?e=")[1];
    const own = out.some((it) => it.code === code);
    tell(`what stands at ${network}'s server`, "once, with its own code", `${said.length === 1 ? "once" : `${said.length} times`}, ${own ? "with its own code" : address}`);
    await visitor.goto(address);
    await visitor.waitForLoadState("networkidle");
    await visitor.close();
  }
  const brought = async () => (await deliveries()).filter(({ visits }) => visits > 0).length;
  const end = performance.now() + 60_000;
  while ((await brought()) < all && performance.now() < end) await page.waitForTimeout(500);
  tell("deliveries with visits by their own links", all, await brought());
  // Five, four and three readers of the demo's come to its stand-ins, and one by each link at a server.
  const expected = 5 + 4 + 3 + Object.keys(servers).length;
  const visits = async () => (await deliveries()).reduce((sum, it) => sum + it.visits, 0);
  while ((await visits()) < expected && performance.now() < end) await page.waitForTimeout(500);
  await page.reload();
  await page.locator(".outcome .badge", { hasText: "live" }).nth(all - 1).waitFor(patience);
  await shot("live");
  await to("came");
  await page.getByText("One post alone.").waitFor(patience);
  const row = (await page.locator("tbody tr").textContent()).replace(/\s+/g, " ").trim();
  tell("what came by this post, where the step leads to", `one post, ${expected} visits`, row.slice(-80), (await page.locator("tbody td").first().textContent()) === `${expected}`);
  await shot("worth");
  tell("what axe finds on these screens", "0", faults.length ? faults.slice(0, 4).join("; ") : "0");
  tell("complaints of the browser", "0", complaints.length ? complaints[0] : "0");
} finally {
  await browser.close();
  await close();
}
