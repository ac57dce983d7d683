// What is done within the screens, on the real server: people come and go, links open and end, two save one thing, a site
// goes into the bin and comes back, an audit is stopped.
//
//   TIDINGS_PROGRAM=… node tests/within.mjs
//
// It starts `tidings up --demo` itself. SHOTS names a folder for screenshots. Prints a line of JSON for each target, and
// ends with 0 where it could look.

import assert from "node:assert/strict";
import { end, everyMonth, invite, literally, makeClientLink, makeToken, remove, renameSite, saveSecond, setWebhook, told } from "./acts.mjs";
import { Browser, shows } from "./browser.mjs";
import { house, receiver, website } from "./house.mjs";

const PASSWORD = "a horse of some length";
const up = await house("--demo");
// A page takes so long that there is time to press Stop.
const slow = await website({ pages: 400, wait: 120 });
const ear = await receiver();
const browser = await Browser.launch({ base: up.base, shots: process.env.SHOTS });

const first = await browser.open(new URL(up.link).pathname, { expected: [/404/] });
await first.page.locator('[data-step="see"][data-done]').waitFor({ timeout: 60_000 });
const storageState = await first.page.context().storageState();
const site = await first.page.evaluate(() => fetch("/api/v1/sites").then((answer) => answer.json()).then(({ items }) => items[0]));
await first.close();

/** A window of the owner. What it complains of, beside what belongs to the story, is told at its end. */
async function owner(path, expected = []) {
  const one = await browser.open(path, { storageState, expected: [/404/, ...expected] });
  return { ...one, leave: async () => (assert.deepEqual(one.complaints, []), await one.close()) };
}
/** A window of somebody who was never here. */
const stranger = (address, expected = []) => browser.open(address.replace(up.base, ""), { expected: [/40[134]/, ...expected] });
const api = (page, path) => page.evaluate((path) => fetch(`/api/v1${path}`).then(async (answer) => [answer.status, await answer.json().catch(() => null)]), path);
const settings = `/sites/${site.id}/settings`;

await shows("somebody is invited, joins in a browser of his own, becomes a viewer, is removed, and is out", async () => {
  const { page, leave } = await owner("/settings/workspace");
  await invite(page, "sam@bakery.example");
  await page.locator(".once code").waitFor();
  const link = await told(page);
  const sam = await stranger(link);
  await sam.page.getByLabel("Your name").fill("Sam Miller");
  await sam.page.getByLabel("A password").fill("short");
  await sam.page.getByRole("button", { name: "Join" }).click();
  await sam.page.getByRole("alert").getByText(/10 characters/).waitFor();
  await sam.page.getByLabel("A password").fill(PASSWORD);
  await sam.page.getByRole("button", { name: "Join" }).click();
  await sam.page.getByRole("link", { name: site.name }).first().waitFor();
  const [, me] = await api(sam.page, "/me");
  assert.deepEqual([me.person.name, me.workspace.role], ["Sam Miller", "editor"]);
  const again = await stranger(link);
  await again.page.getByRole("heading", { name: /was used, or has run out/ }).waitFor();
  await again.close();

  await page.reload();
  await page.getByLabel("Role of Sam Miller").selectOption("viewer");
  await page.getByText("Saved").waitFor();
  await page.reload();
  await page.getByLabel("Role of Sam Miller").waitFor();
  assert.equal(await page.getByLabel("Role of Sam Miller").inputValue(), "viewer");
  await sam.page.goto(up.base + settings);
  await sam.page.getByText("You may look at these settings").waitFor();
  assert.equal(await sam.page.locator(".settings button:visible").count(), 0);

  await remove(page, "Sam Miller");
  await page.getByLabel("Role of Sam Miller").waitFor({ state: "detached" });
  await sam.page.goto(up.base + settings);
  await sam.page.waitForURL(/\/sign-in/);
  await sam.page.getByRole("heading", { name: "Sign in" }).waitFor();
  await sam.close();
  await leave();
});

await shows("a link lets a client see the report in a clean browser; ended, it is refused, and so is who came by it", async () => {
  const { page, leave } = await owner(settings);
  await makeClientLink(page, "The mayor");
  await page.locator(".once code").waitFor();
  const link = await told(page);
  const client = await stranger(link);
  await client.page.waitForURL("**/report");
  await client.page.getByRole("heading", { level: 1 }).getByText(/\S/).waitFor();
  await client.page.locator(".preview").first().waitFor();
  assert.equal((await api(client.page, "/people"))[0], 403);
  await browser.shot(client.page, "within-client");
  await page.reload();
  await page.getByText(/^opened /).first().waitFor();
  await end(page, "The mayor");
  await page.getByText("The mayor", { exact: true }).waitFor({ state: "detached" });
  await client.page.reload();
  await client.page.getByRole("heading", { name: "This link has run out" }).waitFor();
  assert.equal(await client.page.locator(".preview").count(), 0);
  assert.equal((await api(client.page, "/sites"))[0], 401);
  await browser.shot(client.page, "within-client-out");
  await client.close();
  const late = await stranger(link);
  await late.page.getByRole("heading", { name: "This link has run out" }).waitFor();
  await late.close();
  await leave();
});

await shows("a token lets a program look and no more; ended, it is refused", async () => {
  const { page, leave } = await owner("/settings/workspace");
  await makeToken(page, "the nightly");
  await page.locator(".once code").waitFor();
  const headers = { authorization: `Bearer ${await told(page)}`, "content-type": "application/json" };
  const asked = (path, more) => fetch(`${up.base}/api/v1${path}`, { headers, ...more }).then(({ status }) => status);
  assert.equal(await asked("/sites"), 200);
  assert.equal(await asked("/sites", { method: "POST", body: JSON.stringify({ address: slow.address }) }), 403);
  await page.reload();
  await page.getByText(/^last used /).waitFor();
  await end(page, "the nightly");
  await page.getByText("the nightly", { exact: true }).waitFor({ state: "detached" });
  assert.equal(await asked("/sites"), 401);
  await leave();
});

await shows("a schedule is kept, and so is a name", async () => {
  const { page, leave } = await owner(settings);
  await everyMonth(page);
  await page.reload();
  await page.locator("#schedule").getByText(/On the 3rd of every month at 00:30, Oslo time; next on 3 \w+\./).waitFor();
  assert.equal(await page.getByLabel("How often").inputValue(), "month");
  await renameSite(page, "The loaf");
  await page.getByText("Saved").waitFor();
  await page.reload();
  await page.locator("#site-name").waitFor();
  assert.equal(await page.locator("#site-name").inputValue(), "The loaf");
  await page.goto(`${up.base}/`);
  await page.getByRole("link", { name: "The loaf" }).first().waitFor();
  await leave();
});

await shows("who saves second is told, sees what the first saved, and overwrites nothing", async () => {
  const [one, two] = [await owner(settings), await owner(settings, [/409/])];
  for (const { page } of [one, two]) await page.locator("#site-name").waitFor();
  const showTheirs = await saveSecond(one.page, two.page);
  assert.equal(await showTheirs(), "Bakery");
  await renameSite(two.page, site.name);
  await two.page.getByText("Saved").waitFor();
  await one.leave();
  await two.leave();
});

await shows("a deploy hook asks for an audit; ended, it is refused", async () => {
  const { page, leave } = await owner(settings);
  await page.getByRole("button", { name: "Make an address" }).click();
  await page.locator(".once code").waitFor();
  const hook = /http\S+\/hook\/[^\s"']+/.exec(await told(page))[0];
  const called = () => fetch(hook, { method: "POST" }).then(({ status }) => status);
  assert.equal(await called(), 202);
  await page.getByRole("button", { name: "End it" }).click();
  await page.locator("dialog[open] [data-sure]").click();
  await page.getByText("No address was made yet").waitFor();
  assert.equal(await called(), 404);
  await leave();
});

await shows("a site goes into the bin and is had back, at once and later", async () => {
  const { page, leave } = await owner(settings);
  const throwAway = async () => {
    await page.locator("#remove").getByRole("button", { name: "Remove this site" }).click();
    await page.locator("dialog[open] [data-sure]").click();
  };
  await throwAway();
  await page.waitForURL(`${up.base}/`);
  await page.locator(".strip-note").getByText(site.name).waitFor();
  await page.locator(".strip-note").filter({ hasText: site.name }).getByRole("button").click();
  await page.getByRole("link", { name: site.name }).first().waitFor();
  await page.goto(up.base + settings);
  await throwAway();
  await page.waitForURL(`${up.base}/`);
  await page.goto(`${up.base}/settings/workspace`);
  await page.getByRole("button", { name: new RegExp(`^Take it out ?: ${literally(site.name)}`) }).click();
  await page.getByText("The bin is empty").waitFor();
  await page.goto(up.base + settings);
  await page.locator("#site-name").waitFor();
  await leave();
});

await shows("an audit is begun, stopped, kept as far as it came, and begun again", async () => {
  const { page, leave } = await owner("/add");
  await page.locator("#address").fill(slow.address);
  await page.keyboard.press("Enter");
  await page.waitForURL(/\/sites\/[^/]+$/);
  await page.locator(".sheet-row[aria-rowindex='2'] .mini:not(.wait)").first().waitFor({ timeout: 30_000 });
  await page.getByRole("button", { name: "Stop" }).click();
  await page.getByRole("heading", { level: 1, name: /^Shared today/ }).waitFor({ timeout: 30_000 });
  const { pathname } = new URL(page.url());
  const [, { items }] = await api(page, `${pathname}/audits`);
  assert.deepEqual(items.map(({ state }) => state), ["stopped"]);
  assert.ok(items[0].pages > 0 && items[0].pages < 400, `${items[0].pages} pages`);
  await page.reload();
  await page.getByRole("heading", { level: 1, name: /^Shared today/ }).waitFor();
  await browser.shot(page, "within-stopped");
  await page.locator(".where").getByRole("button").click();
  const stop = page.getByRole("button", { name: "Stop" });
  await stop.waitFor();
  await stop.click();
  await page.locator(".where").getByRole("button").waitFor({ timeout: 30_000 });
  await leave();
});

await shows("notices go to a webhook: it is set, tried, ended; without a mail server none can be wanted by mail", async () => {
  const { page, leave } = await owner("/settings/notices");
  await setWebhook(page, ear.address);
  await page.getByRole("button", { name: "Send one to try it" }).click();
  await page.getByText("The address took it").waitFor();
  assert.equal(ear.heard.length, 1);
  assert.equal(JSON.parse(ear.heard[0]).type, "test");
  assert.equal(await page.getByRole("checkbox").isDisabled(), true);
  await page.reload();
  await page.getByText(ear.address).waitFor();
  await page.getByRole("button", { name: "Send none any more" }).click();
  await page.getByText(ear.address).waitFor({ state: "detached" });
  await page.reload();
  await page.getByLabel("Address").waitFor();
  await leave();
});

await shows("a password is set; who signs out comes back with it", async () => {
  const { page, leave } = await owner("/settings", [/401/]);
  await page.locator("main").getByRole("button", { name: /password/i }).click();
  const dialog = page.locator("dialog[open]");
  await dialog.locator("[name=email]").fill("jo@bakery.example");
  await dialog.locator("[name=password]").fill(PASSWORD);
  await dialog.locator("button.first").click();
  await page.getByText("You can sign in with it").waitFor();
  await page.getByRole("button", { name: "Sign out" }).first().click();
  await page.waitForURL(/\/sign-in/);
  await page.getByLabel("E-mail").fill("jo@bakery.example");
  await page.getByLabel("Password").fill("another horse");
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.getByRole("alert").waitFor();
  await page.getByLabel("Password").fill(PASSWORD);
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.getByRole("link", { name: site.name }).first().waitFor();
  await leave();
});

await browser.close();
slow.close();
ear.close();
await up.close();
