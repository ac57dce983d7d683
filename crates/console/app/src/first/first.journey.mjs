// From an empty server to the first contact sheet, by keyboard alone.

import assert from "node:assert/strict";
import { focused, tabTo as tab } from "../../tests/browser.mjs";

export default async function first(tools) {
  const { browser, shows, tell, play, mock } = tools;
  if (!mock) return;
  await play("reset", { sites: "none" });

  await shows("the first screen weighs at most 150 KB", async () => {
    const { page, close } = await browser.open("/");
    await page.locator("#address").waitFor();
    const weight = await page.evaluate(() =>
      [...performance.getEntriesByType("resource"), ...performance.getEntriesByType("navigation")]
        .filter(({ name }) => !name.includes("/api/"))
        .reduce((sum, { encodedBodySize }) => sum + encodedBodySize, 0),
    );
    tell("first load, as sent", "at most 150 KB", `${(weight / 1000).toFixed(1)} KB`, weight > 100_000 && weight <= 150_000);
    assert.ok((await page.evaluate(() => globalThis.shifted)) < 0.02, "the layout shifted");
    await close();
  });

  await browser.everywhere(tools, "first", "/", (page) => page.locator("#address").waitFor());

  await shows("by keyboard alone: an address, an audit that fills the sheet, a page, a thing to do, a password", async () => {
    await play("reset", { sites: "none", pages: 40, each: 120 });
    const { page, complaints, close } = await browser.open("/", { expected: [/422|409/] });
    const tabTo = (wanted) => tab(page, wanted);
    await page.locator("#address").waitFor();
    await tabTo(/^address$/);
    await page.keyboard.press("Enter");
    assert.match(await page.locator("#address-fault").textContent(), /Type the address first/);
    await page.keyboard.type("nonsense");
    await page.keyboard.press("Enter");
    await page.getByText("is no address of a website").waitFor();
    await browser.shot(page, "first-fault");
    assert.equal(await focused(page), "address");
    await page.keyboard.press("Control+a");
    await page.keyboard.type("bakery.example");
    await page.keyboard.press("Enter");

    await page.getByRole("heading", { level: 1, name: "Reading bakery.example" }).waitFor();
    assert.match(await page.title(), /^bakery\.example/);
    assert.match(await focused(page), /Reading bakery\.example/);
    await page.locator(".sheet-row[aria-rowindex='2'] .preview, .sheet-row[aria-rowindex='2'] .mini:not(.wait)").first().waitFor();
    await page.locator("text=/[0-9]+ of [0-9]+ known pages read/").first().waitFor();
    await browser.shot(page, "site-reading");
    await browser.axeIsContent(page);
    await tabTo(/^Home - Bakery/);
    await page.keyboard.press("ArrowDown");
    const row = await page.evaluate(() => document.activeElement.textContent);
    const before = await page.locator(".sheet-grid").getAttribute("aria-rowcount");
    await page.waitForFunction((before) => document.querySelector(".sheet-grid").getAttribute("aria-rowcount") !== before, before);
    assert.equal(await page.evaluate(() => document.activeElement.textContent), row, "the focus stays on its row while the sheet grows");

    await page.getByRole("heading", { level: 1, name: /^Shared today/ }).waitFor({ timeout: 15_000 });
    assert.equal(await page.evaluate(() => document.activeElement.textContent), row, "and when it is complete");
    await page.keyboard.press("Enter");
    await page.locator(".pair .preview").first().waitFor();
    assert.match(page.url(), /\/page\?of=https%3A%2F%2Fbakery\.example%2F/);
    assert.equal(await page.evaluate(() => document.activeElement.tagName), "H1");
    await page.goBack();
    await page.waitForURL(/\/sites\/\d+$/);
    await page.waitForFunction((row) => document.activeElement.textContent === row, row);

    await page.locator("#to-do-title").click();
    await tabTo(/^Show me/);
    await page.keyboard.press("Enter");
    assert.equal(await page.locator("#thing-1").isVisible(), true);
    await tabTo(/^Show the pages$/);
    await page.keyboard.press("Enter");
    assert.match(await page.locator(".sheet-count [role=status]").textContent(), / of /);

    await page.locator(".brand b").click({ trial: true });
    await page.locator(".skip").focus();
    await tabTo(/^Set a password$/);
    await page.keyboard.press("Enter");
    await browser.shot(page, "password", false);
    await browser.axeIsContent(page);
    await page.keyboard.type("jo@bakery.example");
    await page.keyboard.press("Tab");
    await page.keyboard.type("short");
    await page.keyboard.press("Enter");
    assert.match(await page.locator("#set-password-fault").textContent(), /5 characters/);
    await page.keyboard.type(" but no longer");
    await page.keyboard.press("Enter");
    await page.getByText("You can sign in with it").waitFor();
    await page.locator("aside.strip-note").waitFor({ state: "detached" });
    assert.deepEqual(complaints, []);
    await close();
  });
}
