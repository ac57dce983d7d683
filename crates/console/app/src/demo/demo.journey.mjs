// The ribbon over the demo's data: its steps, and the way out of it.

import assert from "node:assert/strict";

export default async function demo(tools) {
  const { browser, shows, play, mock } = tools;
  if (!mock) return;
  await play("reset", { sites: "one", server: { demo: true } });
  await browser.everywhere(tools, "demo", "/", (page) => page.getByText("See a link today").waitFor());

  await shows("the strip is followed to its end: cards, a share bar, and a click", async () => {
    await play("reset", { sites: "one", server: { demo: true }, pages: 20, each: 20 });
    const { page, complaints, close } = await browser.open("/sites/1");
    const step = (id) => page.locator(`[data-step="${id}"]`);
    const done = (id) => page.locator(`[data-step="${id}"][data-done]`).waitFor();
    await page.getByRole("button", { name: "Mend the demo shop" }).press("Enter");
    await done("watch");
    assert.equal(await step("card").getAttribute("aria-current"), "step");
    await step("card").getByRole("link", { name: /^Go there.*Make a card/ }).click();
    await page.getByRole("button", { name: "Make cards for these 41 pages" }).click();
    await page.getByText("Now the demo shop puts them onto its pages").waitFor();
    await page.getByRole("button", { name: "Put the cards onto the shop" }).press("Enter");
    await done("card");
    await page.getByRole("button", { name: "Take the cards off" }).click();
    await page.getByRole("button", { name: "Put the cards onto the shop" }).click();
    await done("card");
    await step("bar").getByRole("link", { name: "Put up a share bar", exact: true }).click();
    await page.getByRole("heading", { name: "A share bar for your pages" }).waitFor();
    await page.getByRole("button", { name: "Keep this bar" }).click();
    await page.getByText("Kept. The step “Put up a share bar” above").waitFor();
    await page.getByRole("button", { name: "Put the share bar onto the shop" }).click();
    await done("bar");
    const visit = page.getByRole("link", { name: /^Open the shop as a visitor.*new tab/ });
    assert.equal(await visit.getAttribute("target"), "_blank");
    await step("click").getByRole("link", { name: "Share it, see the click", exact: true }).click();
    await page.getByText("No link was made yet").waitFor();
    await browser.axeIsContent(page);
    await browser.shot(page, "demo-click");
    await play("follow");
    await done("click");
    assert.equal(await step("post").getAttribute("aria-current"), "step");
    await step("post").getByRole("link", { name: /^Go there.*Write a post/ }).waitFor();
    await play("read");
    await done("came");
    await page.getByText("That is the whole round").waitFor();
    await step("came").getByRole("link", { name: "See who came by it" }).click();
    await page.getByText("One post alone.").waitFor();
    assert.equal(await page.locator("tbody tr").count(), 1, "this post’s visits stand there at a glance");
    await visit.waitFor();
    await browser.axeIsContent(page);
    await browser.shot(page, "demo-over");
    assert.deepEqual(complaints, []);
    await close();
  });
  await shows("off the home screen the strip is one line that opens on a press, and it leads to what came of it", async () => {
    await play("reset", { sites: "one", server: { demo: true } });
    const { page, complaints, close } = await browser.open("/sites/1/share/links", { width: 360, height: 780, expected: [/404/] });
    const steps = page.getByRole("button", { name: /^Steps: \d+ of \d+ done/ });
    await steps.waitFor();
    const strip = page.locator("[data-demo]");
    assert.ok((await strip.boundingBox()).height < 64, "it is more than a line");
    assert.equal(await page.getByRole("button", { name: "Remove the demo data" }).count(), 0);
    await browser.axeIsContent(page);
    await steps.press("Enter");
    await strip.getByText("See a link today").waitFor();
    await strip.getByRole("link", { name: "See what it all brought" }).click();
    await page.waitForURL(/\/sites\/1\/worth$/);
    await page.getByRole("button", { name: "Hide the steps" }).click();
    await steps.waitFor();
    assert.deepEqual(complaints, []);
    await close();
  });
  await play("reset", { sites: "one", server: { demo: true } });
  await play("follow");
  await browser.everywhere(tools, "demo-begun", "/", (page) => page.getByRole("button", { name: "Put the share bar onto the shop" }).waitFor());

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
    await page.getByRole("button", { name: /^Steps/ }).click();
    await page.getByRole("button", { name: "Remove the demo data" }).click();
    await page.getByRole("button", { name: "Remove it" }).click();
    await page.getByRole("heading", { level: 1, name: "See your links as everybody else sees them." }).waitFor();
    assert.equal(await page.getByText("Demo data").count(), 0);
    assert.deepEqual(complaints, []);
    await close();
  });
}
