// A post from a page, with link card and thumbnail, and one with pictures: planned in the program, published by it at Bluesky's
// own server, read back from there; then deleted there by another client, which the program notices.
//
//   TIDINGS_PROGRAM=…/tidings node prove.mjs
//
// Everything is on loopback. Prints a line of JSON for each target.

import { spawn } from "node:child_process";
import { createHash, randomBytes } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import { createRequire } from "node:module";
import { crc32, deflateSync } from "node:zlib";
import { TestNetworkNoAppView } from "@atproto/dev-env";
import Database from "better-sqlite3";

const tell = (what, target, measured, met = target === measured) => console.log(JSON.stringify({ what, target: String(target), measured: String(measured), met }));
const sha = (bytes) => createHash("sha256").update(bytes).digest("hex");
const short = (digest) => `${digest.slice(0, 12)}…`;

/** A PNG of noise, which no format makes small. */
function noise(width, height) {
  const rows = Buffer.concat(Array.from({ length: height }, () => Buffer.concat([Buffer.of(0), randomBytes(width * 3)])));
  const chunk = (name, data) => {
    const body = Buffer.concat([Buffer.from(name), data]);
    const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
    length.writeUInt32BE(data.length);
    sum.writeUInt32BE(crc32(body));
    return Buffer.concat([length, body, sum]);
  };
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width);
  head.writeUInt32BE(height, 4);
  head.set([8, 2, 0, 0, 0], 8);
  return Buffer.concat([Buffer.from("\x89PNG\r\n\x1a\n", "latin1"), chunk("IHDR", head), chunk("IDAT", deflateSync(rows)), chunk("IEND", Buffer.alloc(0))]);
}

const picture = noise(1200, 630);
const shop = createServer((request, response) => {
  if (request.url === "/rye.png") return response.writeHead(200, { "content-type": "image/png", "content-length": picture.length }).end(picture);
  const base = `http://${request.headers.host}`;
  const html = `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Rye bread | Bakery</title><meta property="og:title" content="Rye bread"><meta property="og:description" content="Three days of leaven, one of patience."><meta property="og:image" content="${base}/rye.png"><meta property="og:image:alt" content="A loaf of rye"><meta property="og:site_name" content="Bakery"></head><body><h1>Rye bread</h1></body></html>`;
  response.writeHead(200, { "content-type": "text/html; charset=utf-8" }).end(html);
});
await new Promise((ready) => shop.listen(0, "127.0.0.1", ready));
const site = `http://127.0.0.1:${shop.address().port}`;

const network = await TestNetworkNoAppView.create({});
const pds = `http://127.0.0.1:${network.pds.port}`;
const version = JSON.parse(readFileSync(join(dirname(createRequire(import.meta.url).resolve("@atproto/pds")), "../package.json"), "utf8")).version;
async function xrpc(method, body, token) {
  const answer = await fetch(`${pds}/xrpc/${method}`, { method: "POST", headers: { "content-type": "application/json", ...(token && { authorization: `Bearer ${token}` }) }, body: JSON.stringify(body) });
  if (!answer.ok) throw new Error(`${method}: ${answer.status} ${await answer.text()}`);
  return answer.json();
}
const owner = await xrpc("com.atproto.server.createAccount", { handle: "bakery.test", email: "jo@bakery.test", password: "two days of rest" });
const { password } = await xrpc("com.atproto.server.createAppPassword", { name: "Tidings" }, owner.accessJwt);

const data = mkdtempSync(join(tmpdir(), "tidings-pds-"));
const up = spawn(process.env.TIDINGS_PROGRAM, ["up", "--listen", "127.0.0.1:0", "--allow-private", "127.0.0.1", "--log", "error", "--data", data], { stdio: ["ignore", "pipe", "inherit"] });
process.on("exit", () => up.kill("SIGKILL") && rmSync(data, { recursive: true, force: true }));
let link;
for await (const line of createInterface({ input: up.stdout })) {
  link = line.match(/http:\/\/\S+\/first\/\S+/)?.[0];
  if (link) break;
}
up.stdout.resume();
const entered = await fetch(link, { redirect: "manual" });
const cookie = entered.headers.getSetCookie().map((line) => line.split(";")[0]).join("; ");
async function ask(path, method = "GET", body = undefined) {
  const raw = body instanceof Uint8Array;
  const headers = { cookie, "x-tidings": "proof", ...(body !== undefined && { "content-type": raw ? "image/png" : "application/json" }) };
  const answer = await fetch(`${new URL(link).origin}/api/v1${path}`, { method, headers, body: body === undefined || raw ? body : JSON.stringify(body) });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text}`);
  return text ? JSON.parse(text) : null;
}
const home = await ask("/sites", "POST", { address: site });
const account = await ask("/accounts", "POST", { network: "bluesky", fields: { name: "bakery.test", secret: password, server: pds } });
tell("an account connected with an app password", "@bakery.test posts by itself", `@${account.name.replace(/^@/, "")} ${account.stands === "well" ? "posts by itself" : account.stands}`);

/** Plans it some seconds ahead, and waits until it stands. */
async function published(post) {
  const kept = await ask(`/sites/${home.id}/posts`, "POST", { zone: "UTC", accounts: [{ account: account.id }], ...post });
  const wall = new Date(Date.now() + 3000).toISOString().slice(0, 19);
  const planned = await ask(`/sites/${home.id}/posts/${kept.id}/schedule`, "POST", { version: kept.version, wall });
  for (let tries = 0; tries < 240; tries += 1) {
    const now = await ask(`/sites/${home.id}/posts/${kept.id}`);
    const [it] = now.deliveries;
    if (it.state === "live") return { id: kept.id, it, late: Date.parse(it.live) - Date.parse(planned.due) };
    if (["refused", "person", "skipped"].includes(it.state)) throw new Error(`${it.state}: ${it.says}`);
    await new Promise((later) => setTimeout(later, 250));
  }
  throw new Error("it did not go out within a minute");
}
/** What stands there, and the bytes of a blob of it. */
const latest = async () => (await fetch(`${pds}/xrpc/com.atproto.repo.listRecords?repo=${owner.did}&collection=app.bsky.feed.post`).then((answer) => answer.json())).records;
const blob = async (of) => Buffer.from(await fetch(`${pds}/xrpc/com.atproto.sync.getBlob?did=${owner.did}&cid=${of.ref.$link}`).then((answer) => answer.arrayBuffer()));
const keptAs = (digest) => {
  try {
    return sha(readFileSync(join(data, "media", digest)));
  } catch {
    return "not kept";
  }
};

const draft = await ask(`/sites/${home.id}/posts/from-page`, "POST", { page: `${site}/rye` });
tell("a draft from the page: text, card, picture", "Rye bread · Three days of leaven, one of patience. · 1200 × 630", [draft.card.title, draft.card.description, `${draft.card.picture?.width} × ${draft.card.picture?.height}`].join(" · "));
const card = { ...draft.card, picture: draft.card.picture?.digest };
const one = await published({ text: draft.text, page: draft.page, card });
const [{ value: record, uri }] = await latest();
const external = record.embed?.external ?? {};
tell("published once, at its time", "1 record, less than 5 s late", `${(await latest()).length} record, ${(one.late / 1000).toFixed(1)} s late`, (await latest()).length === 1 && one.late < 5000);
tell("the receipt names the record", uri.split("/").at(-1), one.it.url.split("/").at(-1));
tell("the record’s card leads to the page with the delivery’s own code", one.it.address, external.uri);
tell("title and sentence of the card", `${draft.card.title} · ${draft.card.description}`, `${external.title} · ${external.description}`);
const facet = record.facets?.find(({ features }) => features[0].uri === one.it.address);
const bytes = Buffer.from(record.text);
tell("the link in the text, by its bytes", true, facet !== undefined && /^127\.0\.0\.1/.test(bytes.subarray(facet.index.byteStart, facet.index.byteEnd).toString()));
const thumb = await blob(external.thumb);
tell("the thumbnail’s SHA-256 at the server, and in the data folder", short(sha(thumb)), short(keptAs(sha(thumb))));
tell("made to fit, from a PNG", "JPEG, at most 1,000,000 bytes", `${external.thumb.mimeType} of ${thumb.length.toLocaleString("en")} bytes, from ${picture.length.toLocaleString("en")}`, thumb.length <= 1_000_000 && thumb.subarray(0, 2).toString("hex") === "ffd8");

const loaf = await ask(`/sites/${home.id}/media`, "POST", noise(300, 200));
const crumb = await ask(`/sites/${home.id}/media`, "POST", noise(200, 300));
const pictures = [{ digest: loaf.digest, alt: "A loaf" }, { digest: crumb.digest, alt: "Its crumb" }];
const other = await published({ text: "Two pictures", media: pictures });
const second = (await latest()).find((it) => it.uri.endsWith(other.it.url.split("/").at(-1)));
const images = second?.value.embed?.images ?? [];
const told = [];
for (const { alt, image, aspectRatio } of images) told.push(`${alt} ${aspectRatio.width} × ${aspectRatio.height} ${short(sha(await blob(image)))}`);
tell("two pictures in their order: alt text, size, SHA-256", `A loaf 300 × 200 ${short(loaf.digest)}, Its crumb 200 × 300 ${short(crumb.digest)}`, told.join(", "));
tell("records in the end", 2, (await latest()).length);

/** How it stands after two looks, which is when what is missing counts as taken away. Their time is now, where months would pass. */
async function lookedAt(id) {
  const db = new Database(join(data, "tidings.db"));
  const due = db.prepare("UPDATE job SET due_at = 0 WHERE kind = 'look' AND ended_at IS NULL AND due_at > 0");
  const waits = db.prepare("SELECT COUNT(*) AS n FROM job WHERE kind = 'look' AND ended_at IS NULL AND due_at = 0");
  for (let looks = 0; looks < 2; looks += 1) {
    due.run();
    for (let tries = 0; waits.get().n > 0; tries += 1) {
      if (tries === 240) throw new Error("no look came to its end within a minute");
      await new Promise((later) => setTimeout(later, 250));
    }
  }
  db.close();
  return (await ask(`/sites/${home.id}/posts/${id}`)).deliveries[0].state;
}
tell("the next look, while both stand", "live", await lookedAt(one.id));
await xrpc("com.atproto.repo.deleteRecord", { repo: owner.did, collection: "app.bsky.feed.post", rkey: uri.split("/").at(-1) }, owner.accessJwt);
tell("its owner deletes one by another client: records", 1, (await latest()).length);
const after = `${await lookedAt(one.id)}, ${await lookedAt(other.id)}`;
tell("the looks after that: the one, the other", "gone, live", after);
const notices = (await ask("/notices")).items.filter((it) => it.kind === "post_gone");
tell("the notice of it", "A post on Bluesky (bakery.test) was taken away", notices.map((it) => it.says).join(", "));
console.log(`NOTE Bluesky's own server software (@atproto/pds ${version}) and its directory of identities, from npm, on loopback; records are checked there against Bluesky's lexicons. Never run against bsky.social.`);

up.kill("SIGTERM");
shop.close();
await network.close();
process.exit(0);
