// Visitors of the demo shop, each as he would come: from searches, networks, apps, ads, by our links, by each other's share
// buttons. What was simulated is set beside what was measured, row for row.
//
//   TIDINGS_PROGRAM=…/tidings node tests/visitors.mjs
//
// It starts `tidings up --demo` itself. CHROMIUM names another browser. Prints a line of JSON for each target.

import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { chromium } from "playwright-core";

import { ARGS, tell } from "./browser.mjs";
import { outside } from "./outside.mjs";

const house = spawn(process.env.TIDINGS_PROGRAM, ["up", "--demo", "--listen", "127.0.0.1:0", "--log", "error"], { stdio: ["ignore", "pipe", "inherit"] });
process.on("exit", () => house.kill("SIGKILL"));
const ended = new Promise((done) => house.on("exit", done));
let link;
for await (const line of createInterface({ input: house.stdout })) {
  link = line.match(/http:\/\/\S+\/first\/\S+/)?.[0];
  if (link) break;
}
house.stdout.resume();

const out = await outside();
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: [...ARGS, ...out.args] });
const patience = { timeout: 60_000 };
const base = new URL(link).origin;
const console_ = await (await browser.newContext()).newPage();
await console_.goto(link);

/** Asks the house, as the console does. */
const ask = (path, method = "GET", body = undefined) =>
  console_.evaluate(
    async ([path, method, body]) => {
      const answer = await fetch(`/api/v1${path}`, { method, headers: { "x-tidings": "1", ...(body !== undefined && { "content-type": "application/json" }) }, body: body === undefined ? undefined : JSON.stringify(body) });
      const text = await answer.text();
      if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text}`);
      return text ? JSON.parse(text) : null;
    },
    [path, method, body],
  );

const site = (await ask("/sites")).items[0];
await ask("/demo/bar", "PUT");
const shop = (path) => new URL(path, site.address).href;
const mint = async (activity, network) => (await ask(`/sites/${site.id}/links`, "POST", { activity, network, target: "/bread/country-loaf", form: "page" })).address;
const links = { post: await mint("post", "x"), reply: await mint("reply", "reddit"), newsletter: await mint("email"), ad: await mint("ad", "facebook") };
const code = (address) => new URL(address).searchParams.get("e").split("~")[0];

const chrome = (patch, platform = "Windows NT 10.0; Win64; x64") => `Mozilla/5.0 (${platform}) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.7390.${patch} ${platform.startsWith("Linux; Android") ? "Mobile " : ""}Safari/537.36`;
const phone = (patch) => chrome(patch, "Linux; Android 10; K");
const inApp = (mark) => `Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 ${mark}`;

/** What should be measured, by the visitor's agent: the visits, in their order. */
const simulated = new Map();
const simulate = (agent, ...visits) => simulated.set(agent, [...(simulated.get(agent) ?? []), ...visits]);
const visit = (who, channel, side, network = null, more = {}) => ({ who, channel, side, network, ...more });

/** Somebody with this agent comes as `how` says; what he does is over when the page has told it. */
async function comes(agent, how, options = {}) {
  const context = await browser.newContext({ userAgent: agent, ...options });
  try {
    const page = await context.newPage();
    const result = await how(page, context);
    // What was told leaves with the page at the latest.
    await page.goto("about:blank");
    return result;
  } finally {
    await context.close();
  }
}

/** Follows a link on a page of `host`, and waits until the shop's script has told of it. */
async function follows(page, host, to) {
  await page.goto(out.page(host, to));
  await Promise.all([page.waitForRequest((request) => request.url() === `${base}/t` || request.url().endsWith("/t"), patience), page.click("a")]);
}
const opens = (page, to) => Promise.all([page.waitForRequest((request) => request.url().endsWith("/t"), patience), page.goto(to)]);

let patch = 10;
const next = () => (patch += 1);
/** One visitor who comes by a link on `host`. */
async function from(host, to, expected, agent = chrome(next())) {
  simulate(agent, expected);
  await comes(agent, (page) => follows(page, host, to));
}
/** One visitor of whom nobody says from where he comes. */
async function bare(to, expected, agent = chrome(next())) {
  simulate(agent, expected);
  await comes(agent, (page) => opens(page, to));
}

await bare(shop("/"), visit("types the address", "direct", "other"));
await bare(shop("/bread/country-loaf"), visit("opens a page that nobody types, on a phone", "dark", "unknown"), phone(next()));
await from("www.google.com", shop("/bread/"), visit("searches", "search", "other", "google"));
await from("www.perplexity.ai", shop("/recipes/"), visit("asks an assistant", "ai", "other", "perplexity"));
await from("mail.google.com", shop("/"), visit("reads a mail", "email", "other"));
await from("news.example.org", shop("/about"), visit("reads another website", "referral", "other"));
await from("www.notfacebook.com", shop("/about"), visit("reads a website with a name like a network's", "referral", "other"));
await from("www.reddit.com", shop("/bread/country-loaf"), visit("finds the page on Reddit", "passed_on", "smo", "reddit"));
await from("www.facebook.com", shop("/bread/country-loaf"), visit("finds it on Facebook, where the bakery posts by hand too", "post", "smm", "facebook", { confidence: "shared" }));
await bare(shop("/bread/country-loaf"), visit("opens it in Instagram's app", "passed_on", "smo", "instagram"), inApp("Instagram 400.0.0.22.104 (iPhone15,2; iOS 18_6; en_GB; en; scale=3.00; 1179x2556; 700000000)"));
await bare(shop("/bread/country-loaf"), visit("opens it in LinkedIn's app", "passed_on", "smo", "linkedin"), inApp("[LinkedInApp]/9.30"));
await from("l.facebook.com", shop("/?utm_source=facebook&utm_medium=paid_social&utm_campaign=winter&fbclid=IwAR1"), visit("sees an ad that is tagged as paid", "paid", "smm", "facebook"));
await from("l.facebook.com", shop("/gifts/?fbclid=IwAR2"), visit("clicks on Facebook, which marks every click alike", "post", "smm", "facebook", { confidence: "shared" }));
await from("www.google.com", shop("/?gclid=Cj0KCQ"), visit("sees an ad beside a search", "paid_search", "other", "google"));
await from("l.facebook.com", links.ad, visit("follows our ad's link", "paid", "smm", "facebook", { confidence: "proven" }));
await from("t.co", links.post, visit("follows our post on X", "post", "smm", "x", { confidence: "proven" }));
await from("www.reddit.com", links.post, visit("follows our post's link where somebody carried it", "passed_on", "smo", "reddit", { parent: code(links.post) }));
await from("www.reddit.com", links.reply, visit("follows our answer", "reply", "smm", "reddit", { confidence: "proven" }));
await bare(links.newsletter, visit("follows the newsletter's link", "email", "other"));

// Share buttons: whoever came by our post passes the page on, and whoever came by that does it again.
async function shares(agent, come, button) {
  return comes(agent, async (page, context) => {
    await come(page);
    const bar = page.getByRole("navigation", { name: "Share this page" });
    const [network] = await Promise.all([context.waitForEvent("page"), page.waitForRequest((request) => request.url().endsWith("/t")), bar.getByRole("link", { name: button }).click()]);
    return network.locator("#shared").textContent(patience);
  });
}
const first = chrome(next());
simulate(first, visit("follows our post, and presses WhatsApp", "post", "smm", "x"));
const told = await shares(first, (page) => follows(page, "t.co", links.post), "WhatsApp");
const [, press, parent] = new URL(told).searchParams.get("e").split("~");
tell("what a pressed button's address carries", "a press, and the post by which the visitor came", `${press}~${parent}`, /^\w{6}$/.test(press ?? "") && parent === code(links.post));
const second = phone(next());
simulate(second, visit("gets it by WhatsApp, and presses Facebook", "share_button", "smo", "whatsapp", { confidence: "proven", parent: code(links.post) }));
const again = await shares(second, (page) => opens(page, told), "Facebook");
const third = inApp("[FBAN/FBIOS;FBAV/530.0.0.45.107;FBDV/iPhone15,2;FBSV/18.6]");
simulate(third, visit("gets that on Facebook", "share_button", "smo", "facebook", { confidence: "proven", parent: press }));
await comes(third, (page) => opens(page, again));

// One visit, however many pages; another one where the evidence is new.
const reader = chrome(next());
simulate(reader, visit("searches, reads three pages, loads one again", "search", "other", "google", { views: 4 }));
await comes(reader, async (page) => {
  await follows(page, "www.google.com", shop("/bread/"));
  await opens(page, shop("/bread/country-loaf"));
  await opens(page, shop("/delivery"));
  await Promise.all([page.waitForRequest((request) => request.url().endsWith("/t"), patience), page.reload()]);
});
const twice = chrome(next());
simulate(twice, visit("searches", "search", "other", "google"), visit("and comes back from Reddit", "passed_on", "smo", "reddit"));
await comes(twice, async (page) => {
  await follows(page, "www.google.com", shop("/bread/"));
  await follows(page, "www.reddit.com", shop("/bread/country-loaf"));
});

// Without scripts a picture counts, and cannot see from where.
const scriptless = chrome(next());
simulate(scriptless, visit("has scripts switched off", "unseen", "unknown"));
await comes(scriptless, (page) => Promise.all([page.waitForResponse((answer) => answer.url().includes("/t.gif"), patience), page.goto(shop("/"))]), { javaScriptEnabled: false });

// No visits.
const nobody = { robot: "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)", baker: chrome(next()), preview: "facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)" };
for (const agent of Object.values(nobody)) simulate(agent);
await comes(nobody.robot, (page) => opens(page, shop("/bread/")));
await comes(nobody.preview, (page) => opens(page, shop("/bread/")));
const staff = await ask(`/sites/${site.id}/measure/staff`, "POST");
await comes(nobody.baker, async (page) => {
  await opens(page, staff.link);
  await opens(page, shop("/bread/"));
});

// The last one: what came before him is in the database when he is.
const last = chrome(next());
simulate(last, visit("comes last", "direct", "other"));
await comes(last, (page) => opens(page, shop("/")));

const today = (await ask(`/sites/${site.id}/visits`)).items[0]?.day;
let measured = [];
const until = Date.now() + 60_000;
for (;;) {
  measured = [];
  for (let after = ""; after !== null; ) {
    const list = await ask(`/sites/${site.id}/visits?from=${today}&to=${today}${after && `&after=${encodeURIComponent(after)}`}`);
    measured.push(...list.items);
    after = list.next ?? null;
  }
  for (const one of measured) Object.assign(one, await ask(`/sites/${site.id}/visits/${one.id}`));
  if (measured.some(({ agent }) => agent === last) || Date.now() > until) break;
  await console_.waitForTimeout(500);
}
measured.reverse();

let rows = 0;
for (const [agent, expected] of simulated) {
  const found = measured.filter((one) => one.agent === agent);
  const one = ({ channel, side, network }) => `${side}: ${channel}${network ? `, ${network}` : ""}`;
  if (!expected.length) {
    const name = Object.entries(nobody).find(([, it]) => it === agent)[0];
    tell(`no visit: ${name}`, "none", found.map(one).join("; ") || "none", found.length === 0);
    continue;
  }
  expected.forEach((wanted, at) => {
    rows += 1;
    const it = found[at];
    const met = it && it.channel === wanted.channel && it.side === wanted.side && it.network === wanted.network && (!wanted.confidence || it.confidence === wanted.confidence) && (!wanted.parent || it.parent === wanted.parent) && (!wanted.views || it.views === wanted.views);
    tell(wanted.who, `${one(wanted)}${wanted.parent ? `, from ${wanted.parent === press ? "the first press" : "our post"}` : ""}${wanted.views ? `, ${wanted.views} looks` : ""}`, it ? `${one(it)}, ${it.confidence}${it.parent ? `, from ${it.parent === press ? "the first press" : it.parent === code(links.post) ? "our post" : it.parent}` : ""}${wanted.views ? `, ${it.views} looks` : ""}` : "no visit", Boolean(met));
  });
  if (found.length > expected.length) tell("visits of one visitor", expected.length, found.length, false);
}
tell("visits in all", rows, measured.length, measured.length === rows);
const statement = await ask(`/sites/${site.id}/statement?from=${today}&to=${today}`);
const all = (row) => row.visits.up_to + row.visits.guessed;
const sides = Object.fromEntries(statement.rows.map((row) => [row.side, all(row)]));
const sum = Object.values(sides).reduce((sum, visits) => sum + visits, 0);
tell("the statement's sides together: no visit on two, none lost", rows, `${sum} (${JSON.stringify(sides).replaceAll('"', "")})`, sum === rows);

await browser.close();
out.close();
house.kill("SIGTERM");
await ended;
