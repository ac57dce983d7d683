// The program itself, in a folder of its own, and a small website on loopback for it to read.

import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";

/** `tidings up` with these options, as far as its link. TIDINGS_PROGRAM names the program. */
export async function house(...options) {
  const data = mkdtempSync(join(tmpdir(), "tidings-house-"));
  const program = process.env.TIDINGS_PROGRAM ?? "tidings";
  const listen = options.includes("--listen") ? [] : ["--listen", "127.0.0.1:0"];
  const up = spawn(program, ["up", ...listen, "--allow-private", "127.0.0.1", "--log", "error", "--data", data, ...options], { stdio: ["ignore", "pipe", "inherit"] });
  const ended = new Promise((done) => up.on("exit", done).on("error", done));
  const forget = () => rmSync(data, { recursive: true, force: true });
  // Whoever starts it may break off at any line.
  process.on("exit", () => up.kill("SIGKILL") && forget());
  const close = async () => {
    up.kill("SIGTERM");
    await ended;
    forget();
  };
  for await (const line of createInterface({ input: up.stdout })) {
    const link = line.match(/http:\/\/\S+\/first\/\S+/)?.[0];
    if (!link) continue;
    // What it says after that is read too: a pipe that nobody empties would hold it up.
    up.stdout.resume();
    return { link, base: new URL(link).origin, close };
  }
  await close();
  throw new Error(`${program} printed no link`);
}

/** A website of so many pages in a row, each answered after `wait` ms. Its links show no picture. */
export async function website({ pages = 24, wait = 0 } = {}) {
  const server = createServer((request, response) => {
    const path = new URL(request.url, "http://site").pathname;
    const number = path === "/" ? 1 : Number(/^\/page-(\d+)$/.exec(path)?.[1] ?? 0);
    const found = number >= 1 && number <= pages;
    const next = number < pages ? `<a href="/page-${number + 1}">The next page</a>` : "";
    const html = `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Page ${number} of a small shop</title></head><body><h1>Page ${number}</h1><p>Bread and cakes.</p>${next}</body></html>`;
    setTimeout(() => response.writeHead(found ? 200 : 404, { "content-type": "text/html; charset=utf-8" }).end(found ? html : "nothing here"), wait);
  });
  await new Promise((ready) => server.listen(0, "127.0.0.1", ready));
  return { address: `http://127.0.0.1:${server.address().port}/`, close: () => (server.closeAllConnections(), server.close()) };
}

/** Somebody who takes what is posted to him: `heard` holds the bodies. */
export async function receiver() {
  const heard = [];
  const server = createServer(async (request, response) => {
    const parts = [];
    for await (const part of request) parts.push(part);
    heard.push(Buffer.concat(parts).toString());
    response.writeHead(204).end();
  });
  await new Promise((ready) => server.listen(0, "127.0.0.1", ready));
  return { address: `http://127.0.0.1:${server.address().port}/notices`, heard, close: () => (server.closeAllConnections(), server.close()) };
}
