// The ribbon over the demo's data: its steps, and the way out of it.

import assert from "node:assert/strict";

export default async function demo(tools) {
  const { browser, shows, play, mock } = tools;
  if (!mock) return;
  await play("reset", { sites: "one", server: { demo: true } });
  await browser.everywhere(tools, "demo", "/", (page) => page.getByText("See a link today").waitFor());

  await shows("the shop is mended with one press, watched, and removed with one", async () => {
    await play("reset", { sites: "one", server: { demo: true }, pages: 20, each: 60 });
    const { page, complaints, close } = await browser.open("/sites/1");
    await page.getByRole("button", { name: "Mend the demo shop" }).click();
    await page.getByText(/^Reading again/).waitFor();
    await page.getByText("Done: the audit is complete").waitFor({ state: "attached", timeout: 15_000 });
    assert.equal(await page.getByRole("button", { name: "Mend the demo shop" }).count(), 0);
    await browser.shot(page, "demo-mended", false);
    await page.getByRole("link", { name: "Now my own site" }).click();
    await page.locator("#address").waitFor();
    await page.getByRole("button", { name: "Remove the demo data" }).click();
    await page.getByRole("button", { name: "Remove it" }).click();
    await page.getByRole("heading", { level: 1, name: "See your links as everybody else sees them." }).waitFor();
    assert.equal(await page.getByText("Demo data").count(), 0);
    assert.deepEqual(complaints, []);
    await close();
  });
}
