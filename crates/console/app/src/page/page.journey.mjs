// One page, large: it has an address, turns with the arrow keys, and goes back to where one was.

import assert from "node:assert/strict";

export default async function page(tools) {
  const { browser, shows, play, mock } = tools;
  if (!mock) return;
  await play("reset", { sites: "some", password: true });
  const stands = async (page) => {
    await page.locator("dialog.page-view[open] .pairs .preview").first().waitFor();
  };
  await browser.everywhere(tools, "page", "/sites/1/pages/5", stands, { fullPage: false });

  await shows("a page opens from a cell, turns, and back closes it", async () => {
    const { page, complaints, close } = await browser.open("/sites/1");
    await page.locator(".sheet-cell[data-row='1'][data-column='3'] .mini:not(.wait)").click();
    await stands(page);
    assert.equal(await page.locator(".pairs > li.asked").count(), 1);
    assert.match(page.url(), /\/pages\/1$/);
    await page.keyboard.press("ArrowRight");
    await page.waitForURL(/\/pages\/2$/);
    assert.match(await page.title(), /Welcome to our bakery/);
    await page.goBack();
    await page.waitForURL(/\/sites\/1$/);
    assert.equal(await page.locator("dialog[open]").count(), 0);
    assert.match(await page.title(), /^bakery\.example/);
    await page.goForward();
    await stands(page);
    await page.getByRole("button", { name: "Close" }).click();
    assert.equal(await page.locator("dialog[open]").count(), 0);
    await page.getByRole("button", { name: "See it on every network" }).click();
    await stands(page);
    assert.deepEqual(complaints, []);
    await close();
  });
}
