// Many sites on the real server: how soon it answers what each screen asks for, and what it holds when idle.
//
//   node tests/many.mjs LINK PID ADDRESS,ADDRESS,…
//
// Prints a line of JSON for each target, and ends with 0 where it could look.

import { readFileSync } from "node:fs";
import { setTimeout as after } from "node:timers/promises";

const [link, pid, list] = process.argv.slice(2);
const addresses = list.split(",");
const origin = new URL(link).origin;
const tell = (what, target, measured, met) => console.log(JSON.stringify({ what, target, measured, met }));

const came = await fetch(link, { redirect: "manual" });
const cookie = came.headers.getSetCookie()[0].split(";")[0];
const ask = async (path, method = "GET", body) => {
  const headers = { cookie, "x-tidings": "proof", "content-type": "application/json" };
  const answer = await fetch(`${origin}/api/v1${path}`, { method, headers, body: body && JSON.stringify(body) });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text}`);
  return text ? JSON.parse(text) : null;
};

const memory = () => Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))[1]) / 1024;
const busy = () => {
  const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1].split(" ");
  return Number(fields[11]) + Number(fields[12]);
};
/** Until the process has done next to nothing for five seconds. */
const idle = async () => {
  for (;;) {
    const before = busy();
    await after(5000);
    if (busy() - before <= 5) return;
  }
};

await idle();
const fresh = memory();
tell("memory of an idle server, without a site", "under 80 MB", `${fresh.toFixed(0)} MB`, fresh < 80);

const began = performance.now();
for (const address of addresses) await ask("/sites", "POST", { address });
let sites = [];
for (;;) {
  sites = (await ask("/sites")).items;
  const ended = sites.filter((site) => site.audit?.ended).length;
  console.log(`${ended} of ${sites.length} sites read`);
  if (ended === sites.length) break;
  await after(2000);
}
const pages = sites.reduce((sum, site) => sum + site.audit.pages, 0);
const took = (performance.now() - began) / 1000;
tell("sites and pages", "50 sites, 100,000 pages", `${sites.length} sites, ${pages} pages, read in ${took.toFixed(0)} s`, sites.length >= 50 && pages >= 100_000);

// One site twice, for what lies between two audits.
const site = sites[0];
const first = site.audit.id;
const second = (await ask(`/sites/${site.id}/audits`, "POST")).id;
while (!(await ask(`/audits/${second}`)).ended) await after(500);

await idle();
const held = memory();
tell("memory of an idle server, after all that", "under 80 MB", `${held.toFixed(0)} MB`, held < 80);

const paths = {
  "who asks": "/me",
  "all sites": "/sites",
  networks: "/networks",
  "a site": `/sites/${site.id}`,
  "its settings": `/sites/${site.id}/settings`,
  "its audits": `/sites/${site.id}/audits`,
  "an audit with its things to do": `/audits/${second}`,
  "the sheet": `/audits/${second}/sheet`,
  "a hundred pages of it, in short": `/audits/${second}/sheet/index/9`,
  "a hundred pages of it, in full": `/audits/${second}/sheet/pages/9`,
  "the difference between two audits": `/sites/${site.id}/difference?from=${first}&to=${second}`,
  notices: "/notices",
  people: "/people",
  deeds: "/deeds",
};
for (const [what, path] of Object.entries(paths)) {
  const times = [];
  for (let n = 0; n < 200; n++) {
    const asked = performance.now();
    await ask(path);
    times.push(performance.now() - asked);
  }
  times.sort((a, b) => a - b);
  const p95 = times[Math.floor(times.length * 0.95)];
  tell(`${what}, at the 95th percentile`, "under 100 ms", `${p95.toFixed(1)} ms`, p95 < 100);
}
