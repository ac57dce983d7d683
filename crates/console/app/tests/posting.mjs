// From a page to a post, and from a post to its first visit: three networks of the sandbox by programs, one by hand with the
// mail and its page on a telephone.
//
//   TIDINGS_PROGRAM=… node tests/posting.mjs
//
// It starts `tidings sandbox`, `tidings up --sandbox` with a mail server of its own, and a small shop that tells of its
// visits. SHOTS names a folder for screenshots. Prints a line of JSON for each target.

import { spawn } from "node:child_process";
import { createServer } from "node:http";
import { createServer as listen } from "node:net";
import { createInterface } from "node:readline";
import { Browser, shows, tell } from "./browser.mjs";
import { house } from "./house.mjs";

const PATIENCE = { timeout: 200_000 };

/** A port that is free now. */
const port = () => new Promise((done) => {
  const server = listen().listen(0, "127.0.0.1", () => {
    const { port } = server.address();
    server.close(() => done(port));
  });
});

/** A mail server that takes everything: `mails` holds what came, each as one text. */
async function mailServer() {
  const mails = [];
  const server = listen((socket) => {
    let data = null;
    socket.write("220 sink\r\n");
    createInterface({ input: socket, crlfDelay: Infinity }).on("line", (line) => {
      if (data !== null) {
        if (line !== ".") return void data.push(line.replace(/^\./, ""));
        mails.push(data.join("\n"));
        data = null;
        return void socket.write("250 taken\r\n");
      }
      if (line.startsWith("DATA")) data = [];
      socket.write(line.startsWith("DATA") ? "354 go on\r\n" : line.startsWith("QUIT") ? "221 bye\r\n" : "250 ok\r\n");
    }).on("error", () => {});
    socket.on("error", () => {});
  });
  await new Promise((ready) => server.listen(0, "127.0.0.1", ready));
  return { mails, at: server.address().port, close: () => server.close() };
}

/** The text of a mail: its parts are quoted where lines are long. */
const plain = (mail) => mail.replace(/=\n/g, "").replace(/=([0-9A-F]{2})/g, (_, hex) => String.fromCharCode(parseInt(hex, 16)));

/** Until `look` gives something. */
async function until(look, most = PATIENCE.timeout) {
  for (const end = Date.now() + most; ; ) {
    const found = await look();
    if (found) return found;
    if (Date.now() > end) throw new Error("it did not come to pass in time");
    await new Promise((done) => setTimeout(done, 500));
  }
}

const sandbox = spawn(process.env.TIDINGS_PROGRAM ?? "tidings", ["sandbox", "--listen", "127.0.0.1:0"], { stdio: ["ignore", "pipe", "inherit"] });
process.on("exit", () => sandbox.kill("SIGKILL"));
const networks = await new Promise((done) => createInterface({ input: sandbox.stdout }).once("line", (line) => done(line.trim())));

let script = "";
const picture = Buffer.from("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==", "base64");
const shop = createServer((request, response) => {
  if (request.url.startsWith("/rye.png")) return response.writeHead(200, { "content-type": "image/png" }).end(picture);
  const html = `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Rye bread</title><meta name="description" content="Three days of leaven, baked this morning."><meta property="og:title" content="Rye bread"><meta property="og:description" content="Three days of leaven, baked this morning."><meta property="og:image" content="http://127.0.0.1:${shop.address().port}/rye.png">${script}</head><body><h1>Rye bread</h1><p>Demo data: an invented shop.</p></body></html>`;
  response.writeHead(200, { "content-type": "text/html; charset=utf-8" }).end(html);
});
await new Promise((ready) => shop.listen(0, "127.0.0.1", ready));
const page = `http://127.0.0.1:${shop.address().port}/rye`;

const mail = await mailServer();
const at = await port();
const outside = `http://127.0.0.1:${at}`;
const up = await house("--listen", `127.0.0.1:${at}`, "--public-address", `${outside}/`, "--sandbox", networks, "--mail-server", `smtp://127.0.0.1:${mail.at}?tls=none`, "--mail-from", "Tidings <tidings@bakery.example>");
const browser = await Browser.launch({ base: up.base, shots: process.env.SHOTS });
const expected = [/status of 404/];
const first = await browser.open(new URL(up.link).pathname, { expected });
await first.page.waitForLoadState("networkidle");
const storageState = await first.page.context().storageState();
const ask = (method, path, body) =>
  first.page.evaluate(
    async ([method, path, body]) => {
      const answer = await fetch(`/api/v1${path}`, { method, headers: { "x-tidings": "proof", "content-type": "application/json" }, body: body && JSON.stringify(body) });
      const text = await answer.text();
      if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text}`);
      return text && JSON.parse(text);
    },
    [method, path, body],
  );
await ask("PUT", "/me/password", { email: "ada@bakery.example", password: "two days of rest", current: null });
const site = await ask("POST", "/sites", { address: page });
const measure = await ask("GET", `/sites/${site.id}/measure`);
script = `<script defer src="${outside}/t.js?k=${measure.key}"></script>`;
await until(async () => (await ask("GET", "/me")).server.public_address_stands);

let post = null;
const state = async () => (post = await ask("GET", `/sites/${site.id}/posts/${post.id}`));
/** Somebody who comes by `address`, with a browser as people have it. */
let visitors = 0;
const visit = async (address) => {
  visitors += 1;
  const context = await browser.chromium.newContext({ userAgent: `Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/${150 + visitors}.0.0.0 Safari/537.36` });
  const visitor = await context.newPage();
  const told = visitor.waitForResponse((answer) => new URL(answer.url()).pathname === "/t");
  await visitor.goto(address);
  await told;
  await context.close();
};

await shows("three accounts are connected at one press each, and one is added by hand", async () => {
  const { page: accounts, complaints, close } = await browser.open("/accounts", { storageState, expected });
  for (const name of ["Bluesky", "Mastodon", "Telegram"]) {
    await accounts.getByRole("button", { name: new RegExp(`^Connect ?: ${name}$`) }).click();
    await accounts.getByRole("button", { name: "Connect it", exact: true }).click();
    await accounts.getByText(/ is connected\.$/).first().waitFor();
  }
  await browser.shot(accounts, "posting-accounts");
  await browser.axeIsContent(accounts);
  if (complaints.length) throw new Error(complaints[0]);
  await close();
  await ask("POST", "/accounts", { network: "reddit", by_hand: true, name: "r/bread" });
  const { items } = await ask("GET", "/accounts");
  if (items.length !== 4) throw new Error(`${items.length} accounts`);
});

await shows("the post is filled from its page, with what each network shows beside it, and goes out", async () => {
  const { page: compose, complaints, close } = await browser.open(`/sites/${site.id}/posts/new`, { storageState, expected, width: 1280 });
  await compose.getByLabel("The page that it carries").fill(page);
  await compose.getByRole("button", { name: "Fill from the page" }).click();
  await compose.getByText("Filled from the page.").waitFor(PATIENCE);
  const text = await compose.getByLabel("Text", { exact: true }).inputValue();
  if (!text.includes("Rye bread")) throw new Error(`the text: ${text}`);
  for (const name of ["shop.test", "@shop@127.0.0.1", "@shop", "r/bread"]) await compose.getByLabel(name, { exact: true }).check();
  await compose.getByText(/^\d+ of 300$/).waitFor();
  await compose.waitForLoadState("networkidle");
  await browser.shot(compose, "posting-compose");
  await browser.axeIsContent(compose);
  await compose.getByRole("button", { name: "Publish now" }).click();
  await compose.getByRole("dialog").getByRole("button", { name: /Publish now/ }).click();
  await compose.waitForURL(/\/posts\/(?!new)\w+$/);
  post = { id: compose.url().split("/").at(-1) };
  await until(async () => (await state()).deliveries.every(({ state }) => ["live", "waiting"].includes(state)));
  await compose.reload();
  await compose.waitForLoadState("networkidle");
  await browser.shot(compose, "posting-live");
  if (complaints.length) throw new Error(complaints[0]);
  await close();
});
const live = (await state()).deliveries.filter(({ state }) => state === "live");
tell("deliveries that are live with a receipt", 3, live.filter(({ url }) => url).length, live.length === 3 && live.every(({ url }) => url));
const there = await (await fetch(`${networks.replace(/\/$/, "")}/posts.json`)).json();
tell("posts at the networks, counted there", 3, there.length, there.length === 3);

const turn = post.deliveries.find(({ state }) => state === "waiting");
await shows("whose turn it is gets one mail, and says on his telephone that it is there", async () => {
  const told = plain(await until(() => mail.mails.find((one) => one.includes("Your turn"))));
  if (!told.includes(turn.address)) throw new Error(`no address in the mail: ${told}`);
  const link = told.match(/http:\/\/127\.0\.0\.1:\d+\/do\/\S+/)?.[0];
  const { page: telephone, complaints, close } = await browser.open(new URL(link).pathname, { width: 390, hasTouch: true, isMobile: true, colorScheme: "light" });
  await browser.axeIsContent(telephone);
  await browser.scrollsNotSideways(telephone);
  await telephone.getByRole("button", { name: "Copy the text" }).click();
  await telephone.getByText("Copied.").waitFor();
  await browser.shot(telephone, "posting-by-hand");
  if (!(await telephone.getByRole("link", { name: "Open Reddit" }).getAttribute("href")).startsWith("https://www.reddit.com/")) throw new Error("no way to Reddit");
  if (complaints.length) throw new Error(complaints[0]);
  await close();
});
await shows("the first visit by its link says that it is there", async () => {
  await visit(turn.address);
  await until(async () => (await state()).deliveries.every(({ state }) => state === "live"));
});
for (const { address } of live) await visit(address);
await shows("the visits by the links stand on “Is it worth it?” as what was brought", async () => {
  const brought = (told) => told.rows.find(({ id }) => id === "smm")?.visits.sure ?? 0;
  await until(async () => brought(await ask("GET", `/sites/${site.id}/statement`)) === 4);
  const { page: worth, close } = await browser.open(`/sites/${site.id}/worth`, { storageState, expected, width: 1280 });
  await worth.waitForLoadState("networkidle");
  await browser.shot(worth, "posting-worth");
  await close();
});
tell("mails that were sent", 1, mail.mails.length, mail.mails.length === 1);

await first.close();
await browser.close();
await up.close();
sandbox.kill("SIGTERM");
mail.close();
shop.closeAllConnections();
shop.close();
