// The program, with somebody who is signed in; on SQLite alone, or as three processes on PostgreSQL.

import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";

export const tell = (what, target, measured, met = target === measured) => console.log(JSON.stringify({ what, target: String(target), measured: String(measured), met }));

/** A page for posts to carry. */
export async function shop() {
  const server = createServer((_, response) => response.writeHead(200, { "content-type": "text/html; charset=utf-8" }).end("<!doctype html><html lang=en><title>Rye bread</title><h1>Rye bread</h1></html>"));
  await new Promise((ready) => server.listen(0, "127.0.0.1", ready));
  return { address: `http://127.0.0.1:${server.address().port}`, close: () => (server.closeAllConnections(), server.close()) };
}

/** `tidings up`, or `serve` and so many `work` on `database`. */
export async function house({ database = null, workers = 2 } = {}) {
  const data = mkdtempSync(join(tmpdir(), "tidings-oauth-"));
  const children = [];
  process.on("exit", () => {
    for (const child of children) child.kill("SIGKILL");
    rmSync(data, { recursive: true, force: true });
  });
  // The program takes its settings from variables too, and the first of both houses has no database.
  const { TIDINGS_DATABASE: _, ...env } = process.env;
  /** Starts it, and waits for a line that `wanted` is in. */
  async function start(role, more, wanted) {
    const on = database ? ["--database", database] : [];
    const child = spawn(process.env.TIDINGS_PROGRAM, [role, "--allow-private", "127.0.0.1", "--allow-private", "localhost", "--log", "error", "--data", data, ...on, ...more], { env, stdio: ["ignore", "pipe", "inherit"] });
    children.push(child);
    for await (const line of createInterface({ input: child.stdout })) {
      const found = line.match(wanted)?.[0];
      if (!found) continue;
      child.stdout.resume();
      return found;
    }
    throw new Error(`tidings ${role} did not come up`);
  }
  const link = await start(database ? "serve" : "up", ["--listen", "127.0.0.1:0"], /http:\/\/\S+\/first\/\S+/);
  for (let n = 0; database && n < workers; n += 1) await start("work", [], /is at work/);
  const base = new URL(link).origin;
  const entered = await fetch(link, { redirect: "manual" });
  const cookie = entered.headers.getSetCookie().map((line) => line.split(";")[0]).join("; ");
  /** What the API answers; its status where that is no 2xx. */
  async function ask(path, method = "GET", body = undefined) {
    const answer = await fetch(`${base}/api/v1${path}`, { method, headers: { cookie, "x-tidings": "proof", "content-type": "application/json" }, body: body && JSON.stringify(body) });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text}`);
    return text ? JSON.parse(text) : null;
  }
  /** A page of the house as a browser sees it: its status, where it leads, what it says. */
  async function page(address) {
    const answer = await fetch(address, { redirect: "manual", headers: { cookie } });
    const said = /<p>([^<]*)<\/p>/.exec(await answer.text())?.[1] ?? "";
    return { status: answer.status, to: answer.headers.get("location") ?? "", said };
  }
  /** Begins to sign in at `server`; the page to which somebody is sent. */
  const begin = async (server) => (await ask("/accounts/sign-in", "POST", { network: "bluesky", fields: { name: "bakery.test", server } })).to;
  /** Plans a post for `at`, or now. */
  async function plan(site, account, text, at = null) {
    const kept = await ask(`/sites/${site}/posts`, "POST", { text, zone: "UTC", accounts: [{ account }] });
    const wall = at === null ? null : new Date(at).toISOString().slice(0, 19);
    await ask(`/sites/${site}/posts/${kept.id}/schedule`, "POST", { version: kept.version, wall });
    return kept.id;
  }
  /** How the delivery of a post ended. */
  async function ended(site, post) {
    for (const until = Date.now() + 90_000; Date.now() < until; ) {
      const [it] = (await ask(`/sites/${site}/posts/${post}`)).deliveries;
      if (["live", "refused", "person", "skipped"].includes(it.state)) return it;
      await new Promise((later) => setTimeout(later, 200));
    }
    throw new Error("a post did not go out in time");
  }
  return { base, data, ask, page, begin, plan, ended, close: () => children.forEach((child) => child.kill("SIGTERM")) };
}
