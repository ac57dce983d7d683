// Every screen on the real server, with the demo's data: what the server says and what the console draws fit together.
//
//   TIDINGS_PROGRAM=… node tests/real.mjs [--short]
//
// It starts `tidings up --demo` itself. `--short` looks in a light and a dark view in place of six; SHOTS names a folder for
// screenshots. Prints a line of JSON for each target, and ends with 0 where it could look.

import { Browser, VIEWS, tell } from "./browser.mjs";
import { house } from "./house.mjs";

const up = await house("--demo");
const { link, base } = up;
const browser = await Browser.launch({ base, shots: process.env.SHOTS });
// A workspace without a logo says so with 404, which the browser logs by itself.
const expected = [/Failed to load resource: the server responded with a status of 404/];

const first = await browser.open(new URL(link).pathname, { expected });
await first.page.locator('[data-step="see"][data-done]').waitFor({ timeout: 60_000 });
const storageState = await first.page.context().storageState();
const ask = (method, path, body) =>
  first.page.evaluate(
    async ([method, path, body]) => {
      const headers = { "x-tidings": "proof", "content-type": "application/json" };
      const answer = await fetch(`/api/v1${path}`, { method, headers, body: body && JSON.stringify(body) });
      const text = await answer.text();
      return answer.ok && text ? JSON.parse(text) : answer.status;
    },
    [method, path, body],
  );
const site = (await ask("GET", "/sites")).items[0];
const start = encodeURIComponent(site.address);

/** Looks at `path` in every width and light. */
async function look(what, path, more) {
  const faults = [];
  for (const view of VIEWS) {
    const { page, complaints, close } = await browser.open(path, { ...view, expected, ...more });
    await page.waitForLoadState("networkidle");
    await browser.shot(page, `${what.replaceAll(" ", "-")}-${view.width}-${view.colorScheme}`);
    const tries = [() => browser.axeIsContent(page), () => browser.scrollsNotSideways(page)];
    for (const attempt of tries) await attempt().catch((fault) => faults.push(`${view.width} ${view.colorScheme}: ${fault.message}`));
    faults.push(...complaints);
    await close();
  }
  tell(`${what}: axe, width and complaints in ${VIEWS.length} views`, "0 faults", faults.length ? `${faults.length}: ${faults[0].slice(0, 300)}` : "0", faults.length === 0);
}

const owner = { storageState };
await look("all sites", "/", owner);
await look("a site", `/sites/${site.id}`, owner);
await look("settings of a site", `/sites/${site.id}/settings`, owner);
await look("a page", `/sites/${site.id}/page?of=${start}`, owner);
// Cards, the share bar and links as they are once something was made; then a visitor comes by a link.
const cards = await ask("POST", `/sites/${site.id}/cards`);
tell("pages of the demo's shop that got a card", "more than none", cards.made, cards.made > 0);
const minted = await ask("POST", `/sites/${site.id}/links`, { target: site.address, activity: "print", campaign: "spring bread" });
const visitor = await first.page.context().newPage();
await visitor.goto(new URL(`/l/${minted.code}`, base).href);
await visitor.close();
const pressed = await first.page.evaluate(async ({ site, code }) => {
  const until = Date.now() + 60_000;
  for (;;) {
    const { clicks } = await (await fetch(`/api/v1/sites/${site}/links/${code}`)).json();
    if (clicks > 0 || Date.now() > until) return clicks;
  }
}, { site: site.id, code: minted.code });
tell("clicks that a followed link shows", 1, pressed, pressed === 1);
await look("cards", `/sites/${site.id}/share`, owner);
await look("share bar", `/sites/${site.id}/share/bar`, { ...owner, expected: [...expected, /Blocked script execution/] });
await look("links", `/sites/${site.id}/share/links`, owner);
const drawn = await browser.open(`/sites/${site.id}/share`, { ...owner, expected });
await drawn.page.locator(".cards img").first().waitFor();
const pictures = await drawn.page.evaluate(async () => {
  const all = [...document.querySelectorAll(".look img, .cards img")];
  await Promise.all(all.slice(0, 4).map((one) => ((one.loading = "eager"), one.decode().catch(() => undefined))));
  return all.slice(0, 4).map(({ naturalWidth, naturalHeight }) => `${naturalWidth} × ${naturalHeight}`);
});
tell("pictures on the screen of cards", "1200 × 630 each", [...new Set(pictures)].join(", "), pictures.length > 1 && pictures.every((size) => size === "1200 × 630"));
await drawn.close();
// An account to which somebody posts by hand, a post that is its turn, and one that is planned.
const hand = await ask("POST", "/accounts", { network: "facebook", by_hand: true, name: "Bakery on the corner" });
const write = async (text, wall) => {
  const post = await ask("POST", `/sites/${site.id}/posts`, { text, page: site.address, zone: "Europe/Berlin", accounts: [{ account: hand.id }] });
  return ask("POST", `/sites/${site.id}/posts/${post.id}/schedule`, { version: post.version, wall });
};
await write("The oven is hot.", null);
const later = await write("Stollen from today on.", `${new Date().getFullYear() + 1}-12-01T09:00`);
await look("accounts", "/accounts", owner);
await look("posts", `/sites/${site.id}/posts`, owner);
await look("a month of posts", `/sites/${site.id}/posts?view=month`, owner);
await look("slots of the week", `/sites/${site.id}/posts?view=slots`, owner);
await look("a planned post", `/sites/${site.id}/posts/${later.id}`, owner);
await look("another site", "/add", owner);
for (const part of ["you", "workspace", "notices", "networks", "server"]) await look(`settings of ${part}`, `/settings/${part}`, owner);
await look("notices", "/notices", owner);

// What a client sees who has nothing but the link.
const { link: forClient } = await ask("POST", `/sites/${site.id}/client-links`, { name: "A client", days: 7 });
const came = await browser.open(new URL(forClient).pathname, { expected });
await came.page.waitForURL("**/report");
await came.page.waitForLoadState("networkidle");
const pages = String(await came.page.pdf({ format: "A4" }).then((bytes) => bytes.toString("latin1"))).match(/\/Type\s*\/Page\b/g)?.length;
tell("pages of A4 that a client's report prints on", 2, pages ?? 0, pages === 2);
await look("a client’s report", "/report", { storageState: await came.page.context().storageState() });
const others = await came.page.evaluate(() => Promise.all(["/people", "/deeds", "/tokens", "/notices"].map((path) => fetch(`/api/v1${path}`).then(({ status }) => status))));
tell("what else a client may ask for", "403 each", others.join(" "), others.every((status) => status === 403));
await came.close();

// The pages that need no scripts.
for (const [what, path] of [["to sign in", "/sign-in"], ["a forgotten password", "/forgotten"], ["a link that was used", "/invitation/nobody-s"]]) {
  const faults = [];
  for (const view of VIEWS) {
    const { page, close } = await browser.open(path, { ...view, javaScriptEnabled: false, expected });
    await browser.shot(page, `${what.replaceAll(" ", "-")}-${view.width}-${view.colorScheme}`);
    if ((await page.locator("h1").count()) !== 1) faults.push("no headline");
    await close();
    const scripted = await browser.open(path, { ...view, expected });
    await browser.axeIsContent(scripted.page).catch((fault) => faults.push(fault.message));
    await scripted.close();
  }
  tell(`${what}, without scripts, in ${VIEWS.length} views`, "0 faults", faults.length ? `${faults.length}: ${faults[0].slice(0, 300)}` : "0", faults.length === 0);
}
await first.close();
await browser.close();
await up.close();
