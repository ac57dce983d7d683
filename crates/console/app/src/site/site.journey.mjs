// One site: what stands on it, an audit watched, a line that breaks, an audit that fails.

import assert from "node:assert/strict";

export default async function site(tools) {
  const { browser, shows, play, mock } = tools;
  if (!mock) return;
  const stands = async (page) => {
    await page.getByRole("heading", { level: 1, name: /^Shared today/ }).waitFor();
    await page.locator(".start .preview").waitFor();
    await page.locator(".sheet-row[aria-rowindex='2'] .mini:not(.wait)").first().waitFor();
  };
  await play("reset", { sites: "some", password: true });
  await browser.everywhere(tools, "site", "/sites/1", stands);
  await play("reset", { sites: "some" });
  await browser.everywhere(tools, "site-failed", "/sites/3", (page) => page.getByRole("heading", { name: "Is the address right?" }).waitFor());
  await browser.everywhere(tools, "site-clean", "/sites/4", async (page) => {
    await page.getByText("Nothing to mend").first().waitFor();
    await page.locator(".start figcaption button:enabled").waitFor();
  });
  await browser.everywhere(tools, "site-unknown", "/sites/99", (page) => page.getByRole("heading", { level: 1 }).waitFor(), { expected: [/404/] });

  await shows("a mistyped address is corrected where its failure is told, and the old one is gone", async () => {
    await play("reset", { sites: "some" });
    const { page, complaints, close } = await browser.open("/sites/3");
    const field = page.getByLabel("The site’s address");
    await field.waitFor();
    await page.getByRole("button", { name: "Read this instead" }).click();
    await page.getByText("This is the address that could not be read.").waitFor();
    await field.fill("corrected.example");
    await page.getByRole("button", { name: "Read this instead" }).click();
    await page.waitForURL((url) => /^\/sites\/[^/]+$/.test(url.pathname) && url.pathname !== "/sites/3");
    const left = await page.evaluate(async () => (await (await fetch("/api/v1/sites")).json()).items.map(({ id }) => id));
    assert.ok(!left.includes("3"), `still there: ${left}`);
    // A sheet that is not there yet is answered with 404, which the browser logs by itself.
    assert.deepEqual(complaints.filter((said) => !said.includes("404")), []);
    await close();
    await play("reset", { sites: "some" });
  });

  await shows("little shifts while a site comes in", async () => {
    await play("fail", { kind: "slow", path: "/audits" });
    const { page, close } = await browser.open("/sites/1");
    await stands(page);
    await play("fail", { kind: null });
    const shifted = await page.evaluate(() => globalThis.shifted);
    assert.ok(shifted < 0.1, `shifted by ${shifted.toFixed(3)}`);
    await close();
  });

  await shows("things open, the switch turns all previews, the sheet is searched and filtered", async () => {
    const { page, complaints, close } = await browser.open("/sites/1");
    await stands(page);
    await page.getByRole("button", { name: /^Show me/ }).first().click();
    await page.getByText("The same as a letter").first().click();
    await browser.shot(page, "site-thing-open");
    await browser.axeIsContent(page);
    await page.getByRole("button", { name: "Copy as text" }).first().click();
    await page.getByText("Copied").waitFor();
    await page.locator(".start .switch [value=mended]").click();
    assert.equal(await page.locator(".sheet-bar .switch [value=mended]").getAttribute("aria-pressed"), "true");
    await browser.shot(page, "site-mended");
    await page.locator(".sheet-bar .switch [value=today]").click();
    assert.equal(await page.locator(".start .switch [value=today]").getAttribute("aria-pressed"), "true");
    await page.getByRole("searchbox").fill("sourdough");
    assert.match(await page.locator(".sheet-count [role=status]").textContent(), /^\d+ of 214 pages$/);
    await page.getByRole("searchbox").fill("");
    assert.ok((await page.locator(".sheet-row:not(.head)").count()) < 40);
    await page.locator(".sheet-grid").evaluate((grid) => grid.scrollTo(0, 150 * 78));
    await page.locator(".sheet-row[aria-rowindex='160'] .mini:not(.wait)").first().waitFor();
    await page.getByText("how counted").click();
    assert.match(await page.locator("details.formula p").textContent(), /pairs show the right title/);
    assert.deepEqual(complaints, []);
    await close();
  });

  await shows("two audits are picked, and what changed between them is told", async () => {
    const { page, complaints, close } = await browser.open("/sites/1");
    await stands(page);
    const from = page.getByRole("combobox", { name: /^from/ });
    await from.waitFor();
    assert.equal(await from.locator("option").count(), 3);
    const asked = page.waitForRequest(/difference\?from=b2&to=b3$/);
    await page.getByRole("combobox", { name: /^to/ }).selectOption("b3");
    await asked;
    assert.equal(await from.locator("option").count(), 2);
    await page.locator(".since li").first().waitFor();
    assert.deepEqual(complaints, []);
    await close();
  });

  await shows("read again: the old result stands while the new one comes; a broken line mends itself; it can be stopped", async () => {
    await play("reset", { sites: "some", password: true, pages: 30, each: 300 });
    await play("fail", { kind: "cut", path: "/audits" });
    const { page, complaints, close } = await browser.open("/sites/1", { expected: [/ERR_/] });
    await stands(page);
    await page.getByRole("button", { name: "read again" }).click();
    await page.getByText("Reading again:").waitFor();
    await page.getByText("Connecting again").waitFor();
    await browser.shot(page, "site-again");
    await page.getByText(/^Reading again: [1-9]\d* of/).waitFor({ timeout: 10_000 });
    await page.getByRole("button", { name: "Stop", exact: true }).click();
    await page.getByRole("button", { name: "read again" }).waitFor();
    assert.deepEqual(complaints, []);
    await close();
  });

  await shows("an audit that fails says why, and can be tried again", async () => {
    await play("reset", { sites: "none", failing: true });
    const { page, close } = await browser.open("/add");
    await page.locator("#address").fill("bakery.example");
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { level: 1, name: "bakery.example could not be read" }).waitFor();
    await page.getByText("status 503").first().waitFor();
    await browser.shot(page, "site-could-not-be-read");
    await play("reset", { sites: "none" });
    await close();
  });
}
