// A server with the API's manners and invented sites, to drive the console without the real one.
//
//   TIDINGS_PROGRAM=… npm run mock           the API on 127.0.0.1:4174, and the built console if there is one
//
// It can be told how to behave:
//   POST /mock/reset { sites: "none" | "one" | "some" | "many", password: bool, signed_in: bool, pages, each /* ms a page */,
//                      failing: bool, role: "owner" | "editor" | "viewer" | "client", server: { … }, notices: bool,
//                      worth: { kind: "full" | "early" | "bare" | "empty", imported: bool, truth: bool }, posts: { accounts: bool, some: bool, slots: bool, paid: bool, wallet: micros, approval: bool } }
//   POST /mock/due      whatever is planned goes out
//   POST /mock/follow   somebody follows what a visitor of the demo's shop passed on
//   POST /mock/read     the demo's readers follow a post
//   POST /mock/uploads  what came of uploads: how many bytes each has, and how many were sent
//   POST /mock/fail  { kind: "500" | "404" | "401" | "slow" | "cut" | "gone" | null, path: "…" }

import { createHash } from "node:crypto";
import { readFileSync, statSync } from "node:fs";
import { createServer } from "node:http";
import { extname, join, normalize } from "node:path";
import { fileURLToPath } from "node:url";
import { approval } from "./approval.mjs";
import { demo, sheetOf } from "./demo.mjs";
import { beginPeople, logoOf, people } from "./people.mjs";
import { beginMeasure, measure } from "./measure.mjs";
import { beginMoney, money } from "./money.mjs";
import { beginPlanned, planned } from "./planned.mjs";
import { beginPosts, due, posts } from "./posts.mjs";
import { CARD, beginShare, looks, share } from "./share.mjs";
import { upload } from "./uploads.mjs";
import { beginWallet, wallet } from "./wallet.mjs";
import { beginWatch, watch } from "./watch.mjs";
import { beginWorth, worth } from "./worth.mjs";

const KINDS = { ".html": "text/html; charset=utf-8", ".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml", ".woff2": "font/woff2" };
const POLICY = "default-src 'self'; img-src 'self' data: https:; script-src 'self'; style-src 'self'; base-uri 'none'; frame-ancestors 'none'; form-action 'self'";
const RUNNING = ["waiting", "reading", "judging"];
const DAY = 86_400_000;

/** The names and sizes of the files in a tar; none where its end is missing. */
function handIn(tar) {
  const files = [];
  let named = null;
  for (let at = 0; at + 512 <= tar.length; ) {
    const block = tar.subarray(at, at + 512);
    if (block.every((byte) => byte === 0)) return files;
    const text = (from, to) => block.subarray(from, to).toString().replace(/\0.*$/s, "");
    const size = parseInt(text(124, 136), 8);
    const sum = block.reduce((sum, byte, place) => sum + (place >= 148 && place < 156 ? 32 : byte), 0);
    if (sum !== parseInt(text(148, 156), 8)) return [];
    const content = tar.subarray(at + 512, at + 512 + size).toString();
    if (text(156, 157) === "x") named = /path=(.*)\n/.exec(content)[1];
    else {
      files.push({ name: named ?? text(0, 100), size });
      named = null;
    }
    at += 512 + Math.ceil(size / 512) * 512;
  }
  return [];
}

class Problem extends Error {
  constructor(status, code, detail, headers = {}) {
    super(detail);
    Object.assign(this, { status, code, headers });
  }
}

/** `judge(method, path, { asked, status, told })` hears each answer of the API, `judge.event(path, name, told)` each event. */
export async function serve({ port = 4174, judge = null, console: built = fileURLToPath(new URL("../node_modules/.console", import.meta.url)) } = {}) {
  const data = demo();
  let state;
  let fail = { kind: null, path: "" };

  function reset({ sites = "none", password = false, signed_in = true, pages = 42, each = 90, failing = false, role = "owner", server = {}, notices = true, money: money_state = {}, worth: worth_state = {}, posts: post_state = {} } = {}) {
    state = { sites: [], audits: new Map(), next: 1, password: password ? "correct horse" : null, email: password ? "jo@bakery.example" : null, signed: signed_in, pages, each, failing, role, server, people: beginPeople(), watch: beginWatch({ notices }), share: beginShare(), worth: beginWorth(worth_state), money: beginMoney(money_state), measure: beginMeasure(), uploads: new Map(), posts: beginPosts(post_state), planned: beginPlanned(post_state), wallet: beginWallet(post_state) };
    fail = { kind: null, path: "" };
    const old = (days, share, id) => {
      const score = { ...data.result.score, today: Math.round(data.result.score.mended * share) };
      const time = (after) => new Date(Date.now() - days * DAY + after).toISOString();
      return { id, state: "done", started: time(0), ended: time(90_000), pages: 214 - days, known: 214 - days, score, findings: { errors: 12 + days, warnings: 30 + days, notes: 41 }, of: "result" };
    };
    const add = (name, audits, more = {}) => {
      const site = { id: String(state.next++), name, address: `https://${name}`, fresh: null, gone: null, change: null, ...more, audits };
      for (const audit of audits) state.audits.set(audit.id, Object.assign(audit, { site: site.id, target: site.address }));
      state.sites.push(site);
    };
    if (sites === "none") return;
    const all = sites !== "one";
    add("bakery.example", all ? [old(0, 0.52, "b4"), old(8, 0.44, "b3"), old(17, 0.47, "b2"), old(31, 0.31, "b1")] : [old(0, 0.52, "b1")], all ? { fresh: 2, gone: 5, change: 7 } : {});
    if (!all) return;
    add("florist.example", [old(2, 0.71, "f2"), old(30, 0.74, "f1")], { fresh: 1, gone: 0, change: -3 });
    add("a-rather-long-name-of-a-choir.example", [{ ...old(1, 0.9, "c1"), state: "failed", score: null, findings: null, pages: 0, error: "a-rather-long-name-of-a-choir.example answered no address in 30 s: open it in a browser; if it does not open there either, the site is down." }]);
    add("museum.example", [old(3, 1, "m1")], { clean: true });
    if (sites !== "many") return;
    const kinds = ["cheese", "flowers", "books", "wine", "bikes", "lamps", "toys"];
    for (let at = 0; at < 46; at += 1) add(`${kinds[at % kinds.length]}-of-${["bern", "oslo", "lyon", "cork", "graz", "riga"][at % 6]}-${at}.example`, [old(at % 9, 0.3 + at / 70, `x${at}`)], { change: (at % 7) - 3, fresh: at % 3, gone: at % 4 });
  }
  reset();

  const head = ({ id, state, started, ended, pages, known }) => ({ id, state, started, ended, pages, known });
  const audit = (id) => state.audits.get(id) ?? problem(404, "not_found", "This audit is not there.");
  const site = (id) => state.sites.find((site) => site.id === id && !site.binned) ?? problem(404, "not_found", "This site is not there. It may have been removed.");
  const problem = (...what) => {
    throw new Problem(...what);
  };

  /** A running audit is a function of the time. */
  function turn(one) {
    if (!RUNNING.includes(one.state)) return one;
    const since = Date.now() - one.began;
    const reading = since - 700;
    one.known = Math.min(state.pages, 9 + Math.floor(Math.max(0, reading) / (one.each / 2)));
    one.pages = Math.max(0, Math.min(state.pages, Math.floor(reading / one.each)));
    one.state = since < 700 ? "waiting" : one.pages < state.pages ? "reading" : "judging";
    if (one.state === "judging" && reading > one.each * state.pages + 900) end(one, "done");
    if (state.failing && reading > 800) {
      one.error = `${one.target} answers every request with status 503: if a browser gets the site, ask its host to let this machine pass.`;
      one.pages = 0;
      end(one, "failed");
    }
    return one;
  }
  function end(one, how) {
    one.state = how;
    one.ended = new Date().toISOString();
    const whole = how === "done" || (how === "stopped" && one.pages > 0);
    Object.assign(one, whole ? { score: data.result.score, findings: data.result.summary } : { score: null, findings: null });
  }
  function start(of) {
    const one = { id: `a${state.next++}`, site: of.id, target: of.address, state: "waiting", began: Date.now(), each: state.each, started: new Date().toISOString(), ended: null, pages: 0, known: 0, score: null, findings: null, error: null };
    of.audits.unshift(one);
    state.audits.set(one.id, one);
    return one;
  }
  function told(of) {
    of.audits.forEach(turn);
    const best = of.audits.find(({ score }) => score);
    const score = of.clean && best ? { ...best.score, today: 100, mended: 100 } : best?.score;
    const [thing] = data.result.things;
    return {
      id: of.id,
      name: of.name,
      address: of.address,
      folder: of.folder ?? false,
      score: score ?? null,
      change: of.change,
      findings: of.clean ? { errors: 0, warnings: 0, notes: 0 } : (best?.findings ?? null),
      fresh: of.fresh,
      gone: of.gone,
      next: best && !of.clean ? { says: thing.says, minutes: thing.minutes } : null,
      audit: of.audits[0] ? head(of.audits[0]) : null,
    };
  }
  function resultOf(one) {
    if (!one.score) return null;
    const clean = state.sites.find(({ id }) => id === one.site)?.clean;
    const { result } = data;
    const pages = one.pages;
    const part = (n) => Math.round((n * pages) / result.summary.pages);
    const sized = (counts) => Object.fromEntries(Object.entries(counts).map(([name, n]) => [name, part(n)]));
    const { of, mended_pairs, unchecked_pairs } = sized(result.score);
    const score = clean ? { today: 100, mended: 100, of, today_pairs: of, mended_pairs: of, unchecked_pairs: 0 } : { ...one.score, of, today_pairs: part(result.score.today_pairs), mended_pairs, unchecked_pairs };
    const networks = result.networks.map(({ network, ...counts }) => {
      const all = clean ? {} : sized(counts);
      return { ...counts, ...all, network, right: pages - (clean ? 0 : all.cut + all.unchecked + all.no_picture + all.wrong_title + all.nothing) };
    });
    if (!clean) return { ...result, score, networks, summary: { ...result.summary, ...one.findings, pages } };
    for (const network of networks) Object.assign(network, { cut: 0, unchecked: 0, no_picture: 0, wrong_title: 0, nothing: 0 });
    return { ...result, networks, score, headline: "Shared today, your links show a picture and the right title on all 18 networks.", things: [], settles: "", not_checked: [], unread: [], summary: { pages: one.pages, errors: 0, warnings: 0, notes: 0 } };
  }
  function sheetOfAudit(one) {
    turn(one);
    const running = RUNNING.includes(one.state);
    const count = one.began ? one.pages : 214;
    return sheetOf(data, count, running ? count : count + 100_000, running ? 1 : 2);
  }

  const answers = {
    "GET /me": () => {
      if (!state.signed) problem(401, "not_signed_in", "Sign in first.");
      return {
        person: { id: "1", name: state.people.name, email: state.email, has_password: state.password !== null },
        workspace: { ...state.people.rooms.find(({ id }) => id === state.people.room), ...(state.role === "owner" ? {} : { role: state.role }) },
        workspaces: state.people.rooms,
        site: state.role === "client" ? "1" : null,
        server: { version: "0.1.0", public_address: null, public_address_stands: false, demo: false, mail: false, stand_ins: true, operator: true, paused: null, faults: [], ...state.server },
      };
    },
    "PUT /me/password": (_, { email, password, current }) => {
      if (!/^[^@\s]+@[^@\s]+\.[^@\s]+$/.test(email ?? "")) problem(422, "email_invalid", "This is no e-mail address: it needs a name, an @ and a domain.");
      if ((password ?? "").length < 10) problem(422, "password_short", "The password has fewer than 10 characters: make it longer.");
      if (state.password && current !== state.password) problem(403, "password_wrong", "The current password is another one: type it again.");
      Object.assign(state, { password, email });
    },
    "POST /server/pause": (_, { why }) => {
      state.server.paused ??= { since: new Date().toISOString(), why: why || `${state.people.name} said so` };
    },
    "POST /server/resume": () => {
      state.server.paused = null;
    },
    "DELETE /demo": () => {
      state.server.demo = false;
      state.sites = [];
    },
    "GET /bin": () => ({ items: state.sites.filter(({ binned }) => binned).map(({ id, name, address }) => ({ id, name, address, removed: new Date().toISOString(), gone: new Date(Date.now() + 30 * DAY).toISOString() })), next: null }),
    "DELETE /bin/*": ([id]) => {
      state.sites = state.sites.filter((site) => site.id !== id);
    },
    ...people(() => state.people, problem),
    ...watch(() => state.watch, (id) => site(id), problem, (of) => head(start(of)), () => state.share.made.get("1") ?? 0),
    ...money(() => state.money, (id) => site(id), problem),
    ...share(() => state.share, data.networks, (id) => site(id), problem),
    ...posts(() => state.posts, data.networks, (id) => site(id), problem),
    ...wallet(() => state.wallet, () => state.posts, (id) => site(id), problem),
    ...approval(() => state.posts, problem),
    ...planned(() => state.planned, () => state.posts, (id) => site(id), problem),
    ...measure(() => state.measure, (id) => site(id), problem),
    ...worth(() => state.worth, (id) => site(id), problem),
    "POST /sign-out": () => {
      state.signed = false;
    },
    "GET /networks": () => ({ items: data.networks, next: null }),
    "GET /sites": () => ({ items: state.sites.filter(({ binned }) => !binned).map(told), next: null }),
    "POST /sites": (_, { address }) => {
      let url;
      try {
        url = new URL(/^https?:\/\//i.test(address) ? address : `https://${address}`);
      } catch {
        problem(422, "address_invalid", `“${address}” is no address of a website: it looks like www.example.org.`);
      }
      if (!url.hostname.includes(".")) problem(422, "address_invalid", `“${address}” is no address of a website: it looks like www.example.org.`);
      if (/^(127\.|10\.|192\.168\.)/.test(url.hostname)) problem(422, "address_private", `${url.hostname} is inside a private network, where Tidings reads nothing unless its operator allows it.`);
      if (state.sites.some(({ name, binned }) => name === url.hostname && !binned)) problem(409, "site_exists", `${url.hostname} is among your sites already.`);
      const made = { id: String(state.next++), name: url.hostname, address: url.origin, fresh: null, gone: null, change: null, audits: [] };
      state.sites.unshift(made);
      start(made);
      return [201, told(made)];
    },
    "GET /sites/*": ([id]) => told(site(id)),
    "DELETE /sites/*": ([id]) => {
      site(id).binned = true;
    },
    "POST /sites/*/restore": ([id]) => {
      state.sites.find((site) => site.id === id).binned = false;
    },
    "GET /sites/*/audits": ([id]) => ({ items: site(id).audits.map(turn).map((one) => ({ ...head(one), score: one.score, findings: one.findings })), next: null }),
    "POST /sites/*/audits": ([id]) => {
      if (site(id).audits.some((one) => RUNNING.includes(turn(one).state))) problem(409, "audit_running", "An audit of this site is under way.");
      return [202, head(start(site(id)))];
    },
    "GET /sites/*/difference": () => ({
      fresh: data.result.things.slice(4, 6).map(({ rules, says, pages }) => ({ rule: rules[0], says, pages })),
      gone: data.result.things.slice(1, 4).map(({ rules, says, pages }) => ({ rule: rules[0], says, pages })),
    }),
    "GET /audits/*": ([id]) => {
      const one = turn(audit(id));
      return { ...head(one), site: one.site, error: one.error ?? null, waiting: null, result: resultOf(one) };
    },
    "POST /audits/*/stop": ([id]) => end(turn(audit(id)), "stopped"),
    "GET /audits/*/sheet/page": ([id], _, asked) => {
      const { site, hundreds } = sheetOfAudit(audit(id));
      const at = placeOf(site, hundreds, asked.get("of") ?? "");
      if (!at) problem(404, "page_missing", "This audit has no page at this address.");
      const addressOf = (number) => (number < 0 || number >= site.count ? null : site.origin + hundreds[Math.floor(number / site.chunk)].index.u[number % site.chunk]);
      return { number: at.number, count: site.count, part: at.part, row: at.row, before: addressOf(at.number - 1), next: addressOf(at.number + 1), site, index: hundreds[at.part].index, pages: hundreds[at.part].pages };
    },
    "GET /sites/*/page": ([id], _, asked) => {
      const read = site(id).audits.map(turn).filter(({ score, ended }) => score && ended);
      const items = read.map((one, nth) => {
        const { site: about, hundreds } = sheetOfAudit(one);
        const at = placeOf(about, hundreds, asked.get("of") ?? "");
        const line = { ...head(one), score: one.score, findings: one.findings, fresh: [], gone: [] };
        if (!at) return { ...line, was: "missing", page: null };
        const { t, a, b, r } = hundreds[at.part].index;
        const digits = (text) => [...text.slice(at.row * about.networks.length, (at.row + 1) * about.networks.length)].map(Number);
        const right = (text) => digits(text).filter((digit) => ["right", "cut"].includes(about.verdicts[digit].id)).length;
        const networks = digits(a).map((digit, n) => ({ id: about.networks[n].id, name: about.networks[n].name, verdict: about.verdicts[digit].id, said: about.verdicts[digit].name }));
        const rules = (r[at.row] ?? []).map((rule) => ({ rule: about.rules[rule].id, says: about.rules[rule].says }));
        return { ...line, was: "there", page: { title: t[at.row], right: right(a), mended: right(b), networks, rules }, gone: nth === 0 && read.length > 1 ? rules.slice(0, 1) : [] };
      });
      return { items: items.slice(0, 12), next: null };
    },
    "GET /audits/*/sheet": ([id]) => sheetOfAudit(audit(id)).site,
    "GET /audits/*/sheet/index/*": ([id, n]) => sheetOfAudit(audit(id)).hundreds[n]?.index ?? problem(404, "not_found", "No such hundred."),
    "GET /audits/*/sheet/pages/*": ([id, n]) => sheetOfAudit(audit(id)).hundreds[n]?.pages ?? problem(404, "not_found", "No such hundred."),
  };
  /** Where a page stands. */
  function placeOf(about, hundreds, of) {
    const path = of.startsWith(`${about.origin}/`) ? of.slice(about.origin.length) : of;
    for (const [part, { index }] of hundreds.entries()) {
      const row = index.u.indexOf(path);
      if (row >= 0) return { part, row, number: part * about.chunk + row };
    }
    return null;
  }
  const routes = Object.entries(answers).map(([name, answer]) => {
    const [method, path] = name.split(" ");
    return { method, pattern: new RegExp(`^${path.replaceAll("*", "([^/]+)")}$`), answer };
  });

  function stream(response, one) {
    response.writeHead(200, { "content-type": "text/event-stream", "cache-control": "no-store" });
    const tell = (event, about) => {
      judge?.event(`/audits/${one.id}/events`, event, about);
      response.write(`event: ${event}\ndata: ${JSON.stringify(about)}\n\n`);
    };
    let told = 0;
    const step = () => {
      turn(one);
      if (!RUNNING.includes(one.state)) {
        tell("done", { state: one.state, error: one.error ?? null });
        clearInterval(timer);
        response.end();
        return;
      }
      tell("progress", { state: one.state, pages: one.pages, known: one.known, sheet: one.pages, waiting: one.pages === 12 ? "bakery.example asks to wait 4 s" : null });
      told += 1;
      if (fail.kind === "cut" && told > 3) {
        clearInterval(timer);
        response.destroy();
      }
    };
    const timer = setInterval(step, 250);
    response.on("close", () => clearInterval(timer));
    step();
  }

  function file(request, response, path) {
    const name = normalize(path === "/" || !extname(path) ? "/index.html" : path);
    const full = join(built, name);
    try {
      const asks = request.headers["accept-encoding"] ?? "";
      const [coding, ending] = /\bbr\b/.test(asks) ? ["br", ".br"] : /gzip/.test(asks) ? ["gzip", ".gz"] : [null, ""];
      const there = coding && statSync(full + ending, { throwIfNoEntry: false });
      const bytes = readFileSync(there ? full + ending : full);
      const headers = { "content-type": KINDS[extname(full)] ?? "application/octet-stream", "content-security-policy": POLICY, "cache-control": name.startsWith("/assets/") ? "public, max-age=31536000, immutable" : "no-cache" };
      response.writeHead(200, there ? { ...headers, "content-encoding": coding } : headers).end(bytes);
    } catch {
      response.writeHead(404, { "content-type": "text/plain" }).end("nothing here: npm run build first?");
    }
  }

  async function bytes(request) {
    const parts = [];
    for await (const part of request) parts.push(part);
    return Buffer.concat(parts);
  }
  async function body(request) {
    const text = (await bytes(request)).toString();
    if (request.headers["content-type"] === "text/csv") return text;
    return text === "" ? {} : JSON.parse(text);
  }

  /** Stands in for the page that the server draws without a script. */
  async function signIn(request, response) {
    if (request.method === "POST") {
      state.signed = true;
      const to = new URLSearchParams((await bytes(request)).toString()).get("to") || "/";
      return response.writeHead(303, { location: to }).end();
    }
    const to = (new URL(request.url, "http://mock").searchParams.get("to") ?? "/").replace(/[&"<]/g, (one) => `&#${one.charCodeAt(0)};`);
    response.writeHead(200, { "content-type": KINDS[".html"], "content-security-policy": POLICY }).end(
      `<!doctype html><html lang="en"><link rel="icon" href="data:,"><title>Sign in · Tidings</title><main><h1>Sign in</h1><form method="post" action="/sign-in"><input type="hidden" name="to" value="${to}"><button>Sign in</button></form></main>`,
    );
  }

  const server = createServer(async (request, response) => {
    const { pathname, searchParams } = new URL(request.url, "http://mock");
    let asked;
    const json = (status, about, headers = {}) =>
      response.writeHead(status, { "content-type": status < 400 ? "application/json" : "application/problem+json", "cache-control": "no-store", ...headers }).end(about === undefined ? "" : JSON.stringify(about));
    try {
      if (pathname === "/mock/reset") return json(200, reset(await body(request)) ?? {});
      if (pathname === "/mock/uploads") return json(200, [...state.uploads.values()].map(({ length, came, sent }) => ({ length, came, sent })));
      if (pathname === "/mock/fail") return json(200, (fail = { path: "", ...(await body(request)) }));
      // Somebody follows what a visitor of the demo's shop passed on.
      if (pathname === "/mock/follow") return json(200, { clicked: (state.watch.demo.clicked = true) });
      // A post about it is written, sent out and read.
      if (pathname === "/mock/read") return json(200, { read: (state.watch.demo.read = true) });
      if (pathname === "/mock/due") return json(200, due(state.posts) ?? {});
      if (pathname === "/mock/handed") return json(200, { items: state.handed });
      if (pathname === "/sign-in") return signIn(request, response);
      if (pathname.startsWith("/card/")) return response.writeHead(200, { "content-type": "image/svg+xml" }).end(CARD);
      if (!pathname.startsWith("/api/")) return file(request, response, pathname);
      const path = decodeURIComponent(pathname.slice("/api/v1".length));
      const hit = fail.kind !== null && path.startsWith(fail.path);
      if (hit && fail.kind === "gone") return request.socket.destroy();
      if (hit && fail.kind === "slow") await new Promise((later) => setTimeout(later, 2500));
      if (hit && fail.kind === "500") problem(500, "internal", "");
      if (hit && fail.kind === "404") problem(404, "not_found", "");
      if (hit && fail.kind === "401") problem(401, "not_signed_in", "The session has ended: sign in again.");
      if (request.method !== "GET" && request.headers["x-tidings"] !== "console") problem(403, "header_missing", "Changes carry the header x-tidings.");
      if (!state.signed && path !== "/me" && path !== "/networks") problem(401, "not_signed_in", "Sign in first.");
      if (path === "/workspace/logo" && request.method !== "DELETE") {
        if (request.method === "PUT") {
          state.people.logo = { kind: request.headers["content-type"], bytes: await bytes(request) };
          return json(204);
        }
        const logo = state.people.logo && logoOf(state.people);
        if (!logo) problem(404, "not_found", "There is no logo.");
        return response.writeHead(200, { "content-type": logo.kind, "cache-control": "no-store" }).end(logo.bytes);
      }
      const handed = request.method === "POST" && /^\/sites\/(?:([^/]+)\/)?folder$/.exec(path);
      if (handed) {
        const sent = await bytes(request);
        state.handed = handIn(sent);
        if (state.handed.length === 0) problem(422, "folder_without_pages", "There is no HTML page in it: choose the folder that your site generator writes, such as public or dist.");
        if (handed[1]) return json(202, head(start(site(handed[1]))));
        const called = searchParams.get("name") || "Folder";
        const base = searchParams.get("base");
        const made = { id: String(state.next++), name: called, address: base ? `https://${base}/` : `https://${called}.folder.invalid/`, folder: true, fresh: null, gone: null, change: null, audits: [] };
        state.sites.unshift(made);
        start(made);
        return json(201, told(made));
      }
      if (/^\/audits\/[^/]+\/mended$/.test(path)) return response.writeHead(200, { "content-type": "application/x-tar", "content-disposition": 'attachment; filename="mended.tar"' }).end(Buffer.alloc(1024));
      const media = /^\/sites\/[^/]+\/media(\/[0-9a-f]{64})?$/.exec(path);
      if (media?.[1]) return response.writeHead(200, { "content-type": "image/svg+xml" }).end(CARD);
      const take = (file) => {
        const film = file.subarray(4, 8).toString() === "ftyp";
        if (film && file.length < 100) problem(422, "film_unusable", "This film breaks off in the middle: copy it again from where it was made, and add that.");
        const taken = { digest: createHash("sha256").update(file).digest("hex"), kind: film ? "video/mp4" : "image/png", width: 400, height: 300, bytes: file.length, alt: "", address: null, film: film ? { seconds: 42, video: "h264", audio: "aac" } : null };
        state.posts.pictures.push(taken);
        return response.writeHead(201, { "content-type": "application/json" }).end(JSON.stringify(taken));
      };
      if (media && request.method === "POST") return take(await bytes(request));
      if (await upload({ request, response, path, uploads: state.uploads, cut: hit && fail.kind === "cut", problem, take })) return;
      if (/^\/sites\/[^/]+\/(cards\/look|links\/[^/]+\/qr\.(svg|png))$/.test(path)) return response.writeHead(200, { "content-type": "image/svg+xml" }).end(CARD);
      if (request.method === "POST" && /^\/sites\/[^/]+\/plugin$/.test(path)) return response.writeHead(200, { "content-type": "application/zip" }).end(Buffer.alloc(22));
      if (/^\/sites\/[^/]+\/share-bar\/preview$/.test(path)) return response.writeHead(200, { "content-type": KINDS[".html"] }).end(looks(searchParams));
      const pictured = /^\/audits\/[^/]+\/pictures\/(\d+)$/.exec(path);
      if (pictured) {
        const picture = data.pictures[pictured[1]];
        if (!picture) problem(404, "not_found", "No such picture.");
        return response.writeHead(200, { "content-type": picture.kind, "cache-control": "private, max-age=86400" }).end(picture.bytes);
      }
      const events = /^\/audits\/([^/]+)\/events$/.exec(path);
      if (events) return stream(response, audit(events[1]));
      for (const { method, pattern, answer } of routes) {
        const found = request.method === method && pattern.exec(path);
        if (!found) continue;
        asked = await body(request);
        const said = await answer(found.slice(1), asked, searchParams);
        const [status, told] = said === undefined ? [204] : Array.isArray(said) ? said : [200, said];
        judge?.(method, path, { asked, status, told: told === undefined ? undefined : JSON.parse(JSON.stringify(told)) });
        return json(status, told);
      }
      problem(404, "not_found", "There is nothing at this address.");
    } catch (error) {
      const { status = 500, code = "internal", headers = {} } = error;
      if (!(error instanceof Problem)) console.error(error);
      const told = { type: "about:blank", title: code, status, code, detail: error.message };
      if (pathname.startsWith("/api/v1")) judge?.(request.method, pathname.slice("/api/v1".length), { asked, status, told });
      json(status, told, headers);
    }
  });
  await new Promise((ready) => server.listen(port, "127.0.0.1", ready));
  return { address: `http://127.0.0.1:${server.address().port}`, close: () => (server.closeAllConnections(), server.close()) };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { address } = await serve({ port: Number(process.env.PORT ?? 4174) });
  console.log(`the mock answers at ${address}`);
}
