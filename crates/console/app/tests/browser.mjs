// A browser with eyes: it collects what the console complains of, asks axe, and takes pictures.

import assert from "node:assert/strict";
import { mkdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { chromium } from "playwright-core";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
/** How a browser is started here, and in the journeys on the real server. */
export const ARGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"];

/** `--short`: a screen is looked at narrow and light, wide and dark, and nothing else. */
const SHORT = process.argv.includes("--short");
/** Each screen is looked at in all of these. */
export const VIEWS = SHORT
  ? [{ width: 360, colorScheme: "light" }, { width: 1280, colorScheme: "dark" }]
  : [360, 768, 1280].flatMap((width) => ["light", "dark"].map((colorScheme) => ({ width, colorScheme })));

/** Tells a target, as a line of JSON. */
export const tell = (what, target, measured, met) => console.log(JSON.stringify({ what, target, measured, met }));

/** A target without a number: it holds, or it says why not. Answers whether it holds. */
export async function shows(what, check) {
  try {
    await check();
    tell(what, "holds", "holds", true);
    return true;
  } catch (fault) {
    tell(what, "holds", String(fault.message).replace(/\s+/g, " ").slice(0, 900), false);
    return false;
  }
}

/** What has the focus, in a word. */
export const focused = (page) => page.evaluate(() => document.activeElement?.id || document.activeElement?.textContent?.trim());

/** Presses Tab until what has the focus is `wanted`. */
export async function tabTo(page, wanted, most = 60) {
  for (let at = 0; at < most; at += 1) {
    await page.keyboard.press("Tab");
    if (wanted.test((await focused(page)) ?? "")) return;
  }
  assert.fail(`never came to ${wanted}`);
}

/** What axe objects to. The debugger evaluates it, which the page's policy does not bind. */
export async function axeOf(page) {
  await page.evaluate(axe);
  const { violations } = await page.evaluate(() => globalThis.axe.run({ resultTypes: ["violations"] }));
  return violations.map(({ id, help, nodes }) => `${id}: ${help} (${nodes.length}) ${nodes[0].html.slice(0, 160)}`);
}

export class Browser {
  static async launch({ base, shots }) {
    const one = new Browser();
    one.base = base;
    one.shots = shots;
    one.chromium = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: ARGS });
    if (shots) mkdirSync(shots, { recursive: true });
    return one;
  }

  close() {
    return this.chromium.close();
  }

  /** A fresh window. `expected` are complaints that belong to the story, such as a request that is refused on purpose. */
  async open(path, { width = 1280, height = 860, colorScheme = "light", expected = [], ...more } = {}) {
    const context = await this.chromium.newContext({ viewport: { width, height }, colorScheme, reducedMotion: "reduce", ...more });
    const page = await context.newPage();
    const complaints = [];
    const note = (text) => !expected.some((one) => one.test(text)) && complaints.push(text);
    page.on("console", (message) => ["error", "warning"].includes(message.type()) && note(message.text()));
    page.on("pageerror", (error) => note(error.message));
    page.on("request", (request) => !request.url().startsWith(this.base) && !request.url().startsWith("data:") && note(`asked of others: ${request.url()}`));
    await page.addInitScript(() => {
      globalThis.shifted = 0;
      new PerformanceObserver((list) => {
        for (const entry of list.getEntries()) if (!entry.hadRecentInput) globalThis.shifted += entry.value;
      }).observe({ type: "layout-shift", buffered: true });
    });
    await page.goto(this.base + path);
    await page.locator("h1:visible").first().waitFor();
    return { page, complaints, close: () => context.close() };
  }

  async shot(page, name, fullPage = true) {
    if (this.shots) await page.screenshot({ path: join(this.shots, `${name}.png`), fullPage });
  }

  /** Nothing that axe objects to. */
  async axeIsContent(page) {
    assert.deepEqual(await axeOf(page), []);
  }

  async scrollsNotSideways(page) {
    const wide = await page.evaluate(() => {
      const most = document.documentElement.clientWidth;
      if (document.documentElement.scrollWidth <= most) return [];
      return [...document.querySelectorAll("main *, header *")].filter((one) => one.getBoundingClientRect().right > most + 1).slice(0, 3).map((one) => one.outerHTML.slice(0, 90));
    });
    assert.deepEqual(wide, []);
  }

  /** Looks at a screen at every width, light and dark. `ready(page)` waits until it stands. */
  async everywhere({ shows }, name, path, ready, { fullPage = true, ...options } = {}) {
    for (const { width, colorScheme } of VIEWS) {
      await shows(`${name} at ${width} px, ${colorScheme}: axe is content, no sideways scroll, no complaint`, async () => {
        const { page, complaints, close } = await this.open(path, { ...options, width, height: width < 500 ? 740 : 860, colorScheme });
        try {
          await ready(page);
          await this.shot(page, `${name}-${width}-${colorScheme}`, fullPage);
          await this.scrollsNotSideways(page);
          await this.axeIsContent(page);
          assert.deepEqual(complaints, []);
        } finally {
          await close();
        }
      });
    }
    if (SHORT) return;
    // A window of 1280 px at 200 % has 640 of them.
    for (const [at, size] of [["200 % zoom", { width: 640, height: 430, deviceScaleFactor: 2 }], ["1600 px", { width: 1600, height: 1000 }]]) {
      await shows(`${name} at ${at}: no sideways scroll`, async () => {
        const { page, close } = await this.open(path, { ...options, ...size });
        try {
          await ready(page);
          await this.shot(page, `${name}-${at.replaceAll(" ", "")}`, fullPage);
          await this.scrollsNotSideways(page);
        } finally {
          await close();
        }
      });
    }
  }
}
