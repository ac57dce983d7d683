// A heavy film whose upload breaks off: it goes on by itself, after a reload as well, and can be called off.

import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const WEIGHS = 9_000_000;

export async function uploads({ browser, shows, play }, begin) {
  const folder = mkdtempSync(join(tmpdir(), "film-"));
  const film = join(folder, "oven.mp4");
  writeFileSync(film, Buffer.concat([Buffer.from("\0\0\0\x18ftypisom"), Buffer.alloc(WEIGHS - 12)]));
  const breaks = (kind) => play("fail", { kind, path: "/sites/1/uploads" });
  const there = (page) => page.evaluate(() => fetch("/mock/uploads").then((answer) => answer.json()));
  const whole = [{ length: WEIGHS, came: WEIGHS, sent: WEIGHS }];
  const open = async () => {
    await begin({ accounts: true });
    await breaks("cut");
    // Chromium asks again by itself where a connection that it kept breaks, and hears that more came meanwhile.
    return browser.open("/sites/1/posts/new", { expected: [/net::ERR_/, /409/] });
  };
  /** Notes what is said to those who do not see it. */
  const listen = async (page) => {
    const said = page.locator("[role=group]:has(input[type=file]) [role=status]");
    await said.waitFor({ state: "attached" });
    await said.evaluate((status) => {
      globalThis.heard = [];
      new MutationObserver(() => globalThis.heard.push(status.textContent)).observe(status, { childList: true, characterData: true, subtree: true });
    });
  };
  const heard = (page, what) => page.waitForFunction((what) => globalThis.heard.some((one) => new RegExp(what).test(one)), what);
  const waiting = (page) => page.getByRole("button", { name: "Waiting for the connection…" }).waitFor();
  const added = (page) => page.waitForFunction(() => document.activeElement?.matches("li input"));

  await shows("an upload that breaks off waits, goes on by itself where it was, and sends nothing twice", async () => {
    const { page, complaints, close } = await open();
    await listen(page);
    await page.locator("input[type=file]").setInputFiles(film);
    await waiting(page);
    await browser.axeIsContent(page);
    await browser.shot(page, "posts-upload-waits");
    const [broken] = await there(page);
    assert.ok(broken.came > 0 && broken.came < WEIGHS, JSON.stringify(broken));
    await breaks(null);
    await added(page);
    await heard(page, "^Waiting for the connection…$");
    await heard(page, "^Going on at [1-9]\\d? %$");
    await heard(page, "^The film was added\\.$");
    assert.deepEqual(await there(page), whole);
    assert.deepEqual(complaints, []);
    await close();
  });

  await shows("after a reload the same file goes on where it was", async () => {
    const { page, complaints, close } = await open();
    await page.locator("input[type=file]").setInputFiles(film);
    await waiting(page);
    await page.reload();
    await breaks(null);
    await listen(page);
    await page.locator("input[type=file]").setInputFiles(film);
    await added(page);
    await heard(page, "^Going on at [1-9]\\d? %$");
    assert.deepEqual(await there(page), whole);
    // It is over: the same file brought again is another upload.
    assert.equal(await page.evaluate(() => Object.keys(localStorage).filter((key) => key.includes("upload")).length), 0);
    assert.deepEqual(complaints, []);
    await close();
  });

  await shows("an upload that waits is called off by keyboard, and nothing of it stays", async () => {
    const { page, complaints, close } = await open();
    await listen(page);
    await page.locator("input[type=file]").setInputFiles(film);
    await waiting(page);
    await page.getByRole("button", { name: "Cancel", exact: true }).press("Enter");
    await heard(page, "^Cancelled: nothing of it is kept\\.$");
    await page.waitForFunction(() => fetch("/mock/uploads").then((answer) => answer.json()).then((them) => them.length === 0));
    assert.equal(await page.evaluate(() => document.activeElement.textContent), "Add a picture or film");
    assert.deepEqual(complaints, []);
    await close();
  });
  rmSync(folder, { recursive: true });
}
