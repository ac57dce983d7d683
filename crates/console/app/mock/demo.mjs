// The data of a real report, taken out of its file: what the mock answers with. Nothing of it is kept.

import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const TARGET = ["--base", "https://bakery.example", "--fail-on", "never"];

/** Lets `tidings` audit its own demo site, as a page and as JSON. */
function audited() {
  const tidings = process.env.TIDINGS_PROGRAM ?? "tidings";
  const folder = mkdtempSync(join(tmpdir(), "tidings-mock-"));
  const site = process.env.TIDINGS_DEMO_SITE ?? new URL("../../../tidings/site", import.meta.url).pathname;
  const run = (format, file) => execFileSync(tidings, ["audit", site, ...TARGET, "--format", format, "--output", file], { stdio: ["ignore", "ignore", "inherit"] });
  const [html, json] = [join(folder, "report.html"), join(folder, "audit.json")];
  try {
    run("html", html);
    run("json", json);
  } catch (error) {
    throw new Error(`the mock answers with a real audit, and ${tidings} made none (${error.message}): build it, and name it in TIDINGS_PROGRAM`);
  }
  return { html: readFileSync(html, "utf8"), json: JSON.parse(readFileSync(json, "utf8")) };
}

const minutes = (all) => (all < 60 ? `${all} min` : all % 60 === 0 ? `${all / 60} h` : `${Math.floor(all / 60)} h ${all % 60} min`);
const unescaped = (text) => text.replace(/&lt;/g, "<").replace(/&gt;/g, ">").replace(/&quot;/g, '"').replace(/&#39;/g, "'").replace(/&amp;/g, "&");

/** Pairs as the API tells them: whole per cent, and counts beside. */
function scoreOf({ today, mended, unchecked, of }) {
  return { today: Math.floor((today * 100) / of), mended: Math.floor((mended * 100) / of), of, today_pairs: today, mended_pairs: mended, unchecked_pairs: unchecked };
}

export function demo() {
  const { html, json } = audited();
  const scripts = (attribute) => [...html.matchAll(new RegExp(`<script type="application/json" ${attribute}>(.*?)</script>`, "gs"))].map(([, text]) => JSON.parse(text));
  const [site] = scripts('id="report-site"');
  const pictures = scripts('id="picture-\\d+"').map((address) => {
    const [, kind, bytes] = /^data:([^;]+);base64,(.*)$/s.exec(address);
    return { kind, bytes: Buffer.from(bytes, "base64") };
  });
  const colours = new Map([...html.matchAll(/\[data-network="([^"]+)"\]\{--brand:([^}]+)\}/g)].map(([, id, colour]) => [id, colour]));
  const signs = new Map([...html.matchAll(/<symbol id="sign-([^"]+)"[^>]*>(.*?)<\/symbol>/gs)].map(([, id, inside]) => [id, inside]));
  const icon = (id) =>
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" stroke-linejoin="round">${signs.get(id)}</svg>`;
  const letters = [...html.matchAll(/<pre hidden id="letter-\d+">(.*?)<\/pre>/gs)].map(([, text]) => unescaped(text));
  const saids = [...html.matchAll(/<p class="meta"><span[^>]*>[^<]*<\/span> (.*?)<\/p>/gs)].map(([, text]) => unescaped(text).split(" · "));
  const settles = unescaped(/<h2>[^<]* to do<\/h2><p class="soft small">(.*?)<\/p>/s.exec(html)?.[1] ?? "");
  return {
    site,
    index: scripts('class="report-index"')[0],
    chunk: scripts('class="report-pages"')[0],
    pictures,
    networks: site.networks.map(({ id, name, kept }) => ({ id, name, kept, colour: colours.get(id) ?? "#666", icon: icon(id) })),
    result: {
      headline: json.headline,
      subject: "bakery.example",
      took_seconds: Math.ceil(json.took / 1000),
      maker: json.maker,
      score: scoreOf(json.score),
      summary: { pages: json.summary.pages, errors: json.summary.errors, warnings: json.summary.warnings, notes: json.summary.notes },
      networks: json.summary.networks.map(({ network, today }) => ({ network, right: 0, cut: 0, unchecked: 0, no_picture: 0, wrong_title: 0, nothing: 0, ...today })),
      settles,
      things: json.things.map((thing, at) => ({
        ...thing,
        networks: thing.networks ?? [],
        networks_said: saids[at]?.[1] ?? "",
        mend_said: saids[at]?.[2] ?? "",
        minutes_said: thing.minutes >= 480 ? "a day or more" : `about ${minutes(thing.minutes)}`,
        letter: letters[at] ?? "",
      })),
      not_checked: [{ what: "How the pages answer the readers of networks", why: "the pages are files on this machine" }],
      unread: [{ url: "https://bakery.example/old-menu.pdf", why: "is no page: application/pdf" }],
    },
  };
}

/** `count` pages in hundreds, made of the demo's own by giving them other addresses. */
export function sheetOf({ site, index, chunk }, count, version, round) {
  const own = index.u.length;
  const perPage = site.networks.length;
  const hundreds = [];
  for (let from = 0; from < count; from += site.chunk) {
    const numbers = Array.from({ length: Math.min(site.chunk, count - from) }, (_, at) => from + at);
    const take = (list) => numbers.map((at) => list[at % own]);
    const digits = (text) => numbers.map((at) => text.slice((at % own) * perPage, (at % own) * perPage + perPage)).join("");
    hundreds.push({
      index: {
        u: numbers.map((at) => (at < own ? index.u[at] : `${index.u[at % own].replace(/\.html$/, "")}-${Math.floor(at / own) + 1}.html`)),
        t: take(index.t),
        a: digits(index.a),
        b: digits(index.b),
        r: take(index.r),
        w: take(index.w),
      },
      pages: { ...chunk, p: take(chunk.p) },
    });
  }
  return { site: { ...site, count, version, round, start: 0 }, hundreds };
}
