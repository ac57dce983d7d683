// Signing in at Bluesky's own server, in Chromium: from the console to the server's page and back, then a post with the token
// that is bound to the account's key, read back from there, then a renewed one.
//
//   TIDINGS_PROGRAM=…/tidings TIDINGS_APP=crates/console/app node oauth.mjs
//
// Everything is on loopback. SHOTS names a folder for screenshots. Prints a line of JSON for each target.

import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import { TestNetworkNoAppView } from "@atproto/dev-env";

const { chromium } = createRequire(join(process.env.TIDINGS_APP, "package.json"))("playwright-core");
const tell = (what, target, measured, met = target === measured) => console.log(JSON.stringify({ what, target: String(target), measured: String(measured), met }));
const PASSWORD = "two days of rest";
const shots = process.env.SHOTS;
if (shots) mkdirSync(shots, { recursive: true });

const shop = createServer((_, response) => response.writeHead(200, { "content-type": "text/html; charset=utf-8" }).end("<!doctype html><html lang=en><title>Rye bread</title><h1>Rye bread</h1></html>"));
await new Promise((ready) => shop.listen(0, "127.0.0.1", ready));
const site = `http://127.0.0.1:${shop.address().port}`;

const network = await TestNetworkNoAppView.create({});
const pds = `http://localhost:${network.pds.port}`;
network.pds.ctx.oauthProvider.tokenManager.tokenMaxAge = 240_000;
const version = JSON.parse(readFileSync(join(dirname(createRequire(import.meta.url).resolve("@atproto/pds")), "../package.json"), "utf8")).version;
const made = await fetch(`${pds}/xrpc/com.atproto.server.createAccount`, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify({ handle: "bakery.test", email: "jo@bakery.test", password: PASSWORD }) });
const { did } = await made.json();
/** What is asked of the server, and with which kind of token. */
const asked = [];
network.pds.server.server.on("request", (request, response) => {
  const entry = { path: new URL(request.url, pds).pathname, kind: request.headers.authorization?.split(" ")[0] ?? "", proof: request.headers.dpop, status: 0 };
  response.on("finish", () => (entry.status = response.statusCode));
  asked.push(entry);
});
const count = (path, status) => asked.filter((it) => it.path === path && it.status === status).length;

const data = mkdtempSync(join(tmpdir(), "tidings-pds-oauth-"));
const up = spawn(process.env.TIDINGS_PROGRAM, ["up", "--listen", "127.0.0.1:0", "--allow-private", "127.0.0.1", "--allow-private", "localhost", "--log", "error", "--data", data], { stdio: ["ignore", "pipe", "inherit"] });
process.on("exit", () => up.kill("SIGKILL") && rmSync(data, { recursive: true, force: true }));
let link;
for await (const line of createInterface({ input: up.stdout })) {
  link = line.match(/http:\/\/\S+\/first\/\S+/)?.[0];
  if (link) break;
}
up.stdout.resume();
const base = new URL(link).origin;

const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"] });
const page = await (await browser.newContext({ viewport: { width: 1280, height: 900 } })).newPage();
page.setDefaultTimeout(30_000);
const shot = async (name) => shots && page.screenshot({ path: join(shots, `${name}.png`), fullPage: true });
async function ask(path, method = "GET", body = undefined) {
  const answer = await page.evaluate(async ([path, method, body]) => {
    const answer = await fetch(`/api/v1${path}`, { method, headers: { "x-tidings": "proof", "content-type": "application/json" }, body: body && JSON.stringify(body) });
    return [answer.ok, answer.status, await answer.text()];
  }, [path, method, body]);
  if (!answer[0]) throw new Error(`${method} ${path}: ${answer[1]} ${answer[2]}`);
  return answer[2] ? JSON.parse(answer[2]) : null;
}

await page.goto(link);
/** From the accounts to the server's page. */
async function goes() {
  await page.goto(`${base}/accounts`);
  await page.locator("#way-bluesky .acts button").click();
  const way = page.locator("#way-bluesky .panel form.sign-in");
  await way.getByLabel("Handle").fill("bakery.test");
  await way.getByLabel("Server").fill(pds);
  await shot("way");
  await way.getByRole("button", { name: /^Sign in at/ }).click();
  await page.waitForURL(`${pds}/oauth/authorize**`);
  // Who signed in there before is asked for no password.
  const password = page.locator("input[name=password]");
  const yes = page.getByRole("button", { name: "Authorize", exact: true });
  await password.or(yes).first().waitFor();
  if (await password.isVisible()) {
    await shot("sign-in");
    await password.fill(PASSWORD);
    await page.getByRole("button", { name: "Sign in", exact: true }).click();
  }
  await yes.waitFor();
}

await goes();
await shot("consent");
tell("the question is left at the server, with its nonce in the proof", "1 refused, 1 taken", `${count("/oauth/par", 400)} refused, ${count("/oauth/par", 201)} taken`);
tell("the server names who asks, and for which account", "127.0.0.1 or localhost; bakery.test", /bakery\.test/.test(await page.locator("body").innerText()) ? "127.0.0.1 or localhost; bakery.test" : "something else");
await page.getByRole("button", { name: "Deny access" }).click();
await page.waitForURL(`${base}/oauth/back**`);
const denied = await page.locator("main").innerText();
await shot("denied");
tell("denied: a page says so and leads back to the accounts", "You did not let Tidings in", /You did not let Tidings in/.exec(denied)?.[0]);
await page.getByRole("link", { name: "Back to accounts" }).click();
await page.waitForURL(`${base}/accounts`);
tell("accounts so far", 0, (await ask("/accounts")).items.length);

await goes();
await page.getByRole("button", { name: "Authorize", exact: true }).click();
await page.getByText("is connected.").waitFor();
await shot("connected");
const account = (await ask("/accounts")).items[0];
tell("allowed: back in the console", "bakery.test is connected.", (await page.locator("#said").innerText()).trim());
tell("the account", `${pds}/ posts by itself`, `${account.server} ${account.stands === "well" ? "posts by itself" : account.stands}`);

/** Lets a post go out now, and waits until it stands. */
async function published(text) {
  const kept = await ask(`/sites/${home.id}/posts`, "POST", { text, zone: "UTC", accounts: [{ account: account.id }] });
  await ask(`/sites/${home.id}/posts/${kept.id}/schedule`, "POST", { version: kept.version, wall: null });
  for (const until = Date.now() + 60_000; Date.now() < until; ) {
    const [it] = (await ask(`/sites/${home.id}/posts/${kept.id}`)).deliveries;
    if (it.state === "live") return it;
    if (["refused", "person", "skipped"].includes(it.state)) throw new Error(`${it.state}: ${it.says}`);
    await new Promise((later) => setTimeout(later, 250));
  }
  throw new Error("it did not go out within a minute");
}
const latest = async () => (await fetch(`${pds}/xrpc/com.atproto.repo.listRecords?repo=${did}&collection=app.bsky.feed.post`).then((answer) => answer.json())).records;

const home = await ask("/sites", "POST", { address: site });
const one = await published("Baked with a key of our own");
const [record] = await latest();
tell("a post, read back from the server", `1 record, “Baked with a key of our own”, ${one.url.split("/").at(-1)}`, `${(await latest()).length} record, “${record.value.text}”, ${record.uri.split("/").at(-1)}`);
const put = asked.filter((it) => it.path.endsWith("putRecord"));
tell("it was written with a token that is bound to the account’s key", "DPoP, with a proof", `${put.at(-1)?.kind}, ${put.at(-1)?.proof ? "with a proof" : "without one"}`);
const proofs = asked.filter((it) => it.proof).map((it) => it.proof);
tell("proofs, none shown twice", `${proofs.length}, ${proofs.length}`, `${proofs.length}, ${new Set(proofs).size}`);

// Tokens are good for four minutes here, and one that ends within five is renewed before it is used.
const tokens = () => count("/oauth/token", 200);
const before = tokens();
const two = await published("Baked after the token was renewed");
// Keys of posts of the same second are in no order.
const stands = (await latest()).map(({ uri }) => uri.split("/").at(-1));
tell("a token that ends soon is renewed, and the next post stands there", `1 renewal, 2 records, ${two.url.split("/").at(-1)}`, `${tokens() - before} renewal, ${stands.length} records, ${stands.find((key) => two.url.endsWith(key))}`);
console.log(`NOTE Bluesky's own server software (@atproto/pds ${version}) from npm, on loopback, and its own pages for signing in, in Chromium. Never run against bsky.social.`);

await browser.close();
up.kill("SIGTERM");
shop.close();
await network.close();
process.exit(0);
