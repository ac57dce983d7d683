// One page, large: it has an address that lasts, turns with the arrow keys, and one comes back to where one was.

import assert from "node:assert/strict";

export default async function page(tools) {
  const { browser, shows, play, mock } = tools;
  if (!mock) return;
  await play("reset", { sites: "some", password: true });
  const of = (path) => `/sites/1/page?of=${encodeURIComponent(`https://bakery.example${path}`)}`;
  const stands = async (page) => {
    await page.locator(".pair .preview").first().waitFor();
    await page.locator("#history").waitFor();
    await page.getByText(/^\d+ of 18 look right$/).first().waitFor({ state: "attached" });
  };
  const { page: finder, close: found } = await browser.open("/sites/1");
  await finder.locator(".sheet-row[aria-rowindex='4'] [role=rowheader] span").waitFor();
  const path = await finder.locator(".sheet-row[aria-rowindex='4'] [role=rowheader] span").textContent();
  await found();
  await browser.everywhere(tools, "page", of(path), stands);
  await browser.everywhere(tools, "page-missing", of("/no-such-page"), (page) => page.getByText("This page is not in the newest audit").waitFor(), { expected: [/status of 404/] });

  await shows("a page opens from a cell, turns, and back finds the sheet as it was left", async () => {
    const { page, complaints, close } = await browser.open("/sites/1");
    await page.getByRole("searchbox").fill("bread");
    await page.locator(".sheet-cell[data-row='1'][data-column='3'] .mini:not(.wait)").click();
    await stands(page);
    assert.match(page.url(), /\/page\?of=https%3A%2F%2Fbakery\.example%2F.*&on=/);
    const first = await page.locator("h1").textContent();
    assert.match(await page.locator(".where .num").textContent(), /^2 of \d+$/);
    await page.keyboard.press("ArrowRight");
    await page.waitForFunction((first) => document.querySelector("h1")?.textContent !== first, first);
    assert.match(await page.locator(".where .num").textContent(), /^3 of \d+$/);
    await page.goBack();
    await page.waitForURL(/\/sites\/1$/);
    await page.locator(".sheet-cell[data-row='1'][data-column='3']:focus").waitFor();
    assert.equal(await page.getByRole("searchbox").inputValue(), "bread");
    await page.goForward();
    await stands(page);
    await page.reload();
    await stands(page);
    assert.deepEqual(complaints, []);
    await close();
  });

  await shows("another network is chosen with the keyboard, and stands in the address", async () => {
    const { page, complaints, close } = await browser.open(of(path));
    await stands(page);
    await page.locator("fieldset input:checked").focus();
    await page.keyboard.press("ArrowDown");
    await page.waitForURL(/&on=/);
    await page.getByRole("button", { name: "Copy the tags" }).click();
    await page.getByText("Copied").waitFor();
    assert.deepEqual(complaints, []);
    await close();
  });

  await shows("little shifts while a page comes in", async () => {
    const { page, close } = await browser.open(of(path));
    await stands(page);
    const shifted = await page.evaluate(() => globalThis.shifted);
    assert.ok(shifted < 0.1, `shifted by ${shifted.toFixed(3)}`);
    await close();
  });
}
