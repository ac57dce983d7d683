// The console, walked through in a browser as a person would: every journey of every screen.
//
//   TIDINGS_PROGRAM=… npm test [-- --short] [NAME…]   against the mock, which plays a server on demand
//
// BASE names a server that runs already (journeys that need the mock's tricks are left out then), SHOTS a folder for
// screenshots, CHROMIUM another browser. Prints a line of JSON for each, { what, target, measured, met }; ends with 1 where one is not met.

import { existsSync, readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { faultsIn, faultsInEvent } from "../mock/document.mjs";
import { serve } from "../mock/server.mjs";
import { Browser, shows as holds, tell as say } from "./browser.mjs";

const source = fileURLToPath(new URL("../src", import.meta.url));
const wanted = process.argv.slice(2).filter((word) => word !== "--short");
/** What the mock and the console said that docs/openapi.json does not say: on each, the first fault. */
const strange = new Map();
const heard = (what, faults) => faults.length > 0 && !strange.has(what) && strange.set(what, faults[0]);
const judge = (method, path, about) => heard(`${method} ${path}`, faultsIn(method, path, about));
judge.event = (path, name, told) => heard(`${path} ${name}`, faultsInEvent(path, name, told));
const mock = process.env.BASE ? null : await serve({ port: 0, judge });
const base = process.env.BASE ?? mock.address;
let unmet = 0;

const tell = (what, target, measured, met) => {
  say(what, target, measured, met);
  if (!met) unmet += 1;
};
const shows = async (what, check) => {
  if (!(await holds(what, check))) unmet += 1;
};

/** Tells the mock how to behave. */
async function play(what, about) {
  if (!mock) throw new Error("only the mock can be told how to behave");
  await fetch(`${base}/mock/${what}`, { method: "POST", body: JSON.stringify(about ?? {}) });
}

const browser = await Browser.launch({ base, shots: process.env.SHOTS });
const folders = readdirSync(source).filter((name) => existsSync(`${source}/${name}/${name}.journey.mjs`));
for (const name of folders.filter((name) => wanted.length === 0 || wanted.includes(name))) {
  const { default: journey } = await import(`${source}/${name}/${name}.journey.mjs`);
  await journey({ browser, shows, tell, play, mock: mock !== null });
}
await browser.close();
mock?.close();
if (mock) tell("what was asked and answered is what docs/openapi.json says", "0 faults", [strange.size, ...[...strange].map(([what, fault]) => `${what}: ${fault}`).slice(0, 12)].join("; "), strange.size === 0);
process.exitCode = unmet > 0 ? 1 : 0;
