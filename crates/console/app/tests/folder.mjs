// A folder on the real server: chosen, read, its mended pages downloaded and unpacked over it, handed in again.
//
//   node tests/folder.mjs LINK FOLDER
//
// LINK is what `tidings up` printed, FOLDER a website's files, which are changed. Prints a line of JSON for each target,
// and ends with 0 where it could look.

import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { setTimeout as after } from "node:timers/promises";
import { chromium } from "playwright-core";

import { ARGS } from "./browser.mjs";

const [link, folder] = process.argv.slice(2);
const tell = (what, target, measured, met) => console.log(JSON.stringify({ what, target, measured, met }));
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: ARGS });
const page = await browser.newPage({ viewport: { width: 1280, height: 900 }, acceptDownloads: true });
const complaints = [];
page.on("pageerror", (error) => complaints.push(error.message));
page.on("console", (message) => message.type() === "error" && !message.text().startsWith("Failed to load resource") && complaints.push(message.text()));

await page.goto(link);
await page.locator("input[webkitdirectory]").setInputFiles(folder);
await page.getByLabel("Where will it be on the web?").fill("bakery.example");
const began = performance.now();
await page.getByRole("button", { name: "Read these pages" }).click();
await page.waitForURL(/\/sites\//);
const download = page.getByRole("link", { name: "Download the mended pages" });
await download.waitFor({ timeout: 60_000 });
tell("from the press to what is found", "within 20 s", `${((performance.now() - began) / 1000).toFixed(1)} s`, performance.now() - began < 20_000);
const stands = () => page.evaluate(() => fetch("/api/v1/sites").then((answer) => answer.json()).then(({ items }) => items[0]));
const before = (await stands()).score.today;

const [got] = await Promise.all([page.waitForEvent("download"), download.click()]);
const path = join(folder, "..", "mended.tar");
await got.saveAs(path);
const names = execFileSync("tar", ["xvf", path, "-C", folder], { encoding: "utf8" }).trim().split("\n");
tell("mended pages in the archive", "some", String(names.length), names.length > 0 && names[0] !== "");

await page.locator("input[webkitdirectory]").setInputFiles(folder);
await page.getByRole("button", { name: "Read them again" }).click();
for (let looks = 0; looks < 300 && (await stands()).change === null; looks += 1) await after(200);
const now = await stands();
tell("faults that are gone once the mended pages were handed in", "more than are new", `${now.gone} gone, ${now.fresh} new`, now.gone > now.fresh);
tell("the score by that", `above ${before} %`, `${now.score.today} %`, now.score.today > before);
tell("complaints of the browser", "0", complaints.length + (complaints.length ? `: ${complaints[0]}` : ""), complaints.length === 0);
await browser.close();
