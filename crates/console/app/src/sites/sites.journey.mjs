// All sites: a row each, a site added, one taken out of the bin.

import assert from "node:assert/strict";

export default async function sites(tools) {
  const { browser, shows, play, mock } = tools;
  if (!mock) return;
  await play("reset", { sites: "some", password: true });
  await browser.everywhere(tools, "sites", "/", (page) => page.getByRole("link", { name: "museum.example" }).waitFor());
  await browser.everywhere(tools, "add", "/add", (page) => page.locator("#address").waitFor());

  await shows("a site is removed, and taken out of the bin again", async () => {
    const { page, complaints, close } = await browser.open("/");
    await page.getByRole("link", { name: "florist.example" }).click();
    await page.getByRole("navigation", { name: "This site" }).getByRole("link", { name: "Settings" }).click();
    await page.getByRole("button", { name: "Remove this site" }).click();
    await browser.shot(page, "remove", false);
    await page.getByRole("button", { name: "Remove it" }).click();
    await page.getByText("is in the bin").waitFor();
    await browser.shot(page, "sites-binned");
    assert.equal(await page.getByRole("link", { name: "florist.example" }).count(), 0);
    await page.getByRole("button", { name: "Take it out again" }).click();
    await page.getByRole("link", { name: "florist.example" }).waitFor();
    assert.deepEqual(complaints, []);
    await close();
  });

  await play("reset", { sites: "many", password: true, server: { paused: { since: "2026-11-24T09:12:00Z", why: "this data was restored from a backup of 23 November 2026, 02:00 UTC" }, faults: [{ code: "proxy_untrusted", says: "All visitors seem to come from one private address.", remedy: "A proxy stands in front and is not trusted: name its network with --trust-proxy." }] } });
  await browser.everywhere(tools, "sites-many", "/", (page) => page.getByRole("link", { name: "cheese-of-bern-0.example" }).waitFor());
  await shows("among fifty sites one is found by typing; a pause is ended with one press", async () => {
    const { page, complaints, close } = await browser.open("/");
    await page.getByRole("searchbox", { name: "Find a site" }).fill("oslo 1");
    await page.getByText(/^\d+ of 50 sites$/).waitFor();
    await page.getByRole("searchbox", { name: "Find a site" }).fill("nothing like it");
    await page.getByRole("button", { name: "Show all sites" }).click();
    await page.getByRole("button", { name: "Resume" }).click();
    await page.getByText("Tidings is paused").waitFor({ state: "detached" });
    assert.deepEqual(complaints, []);
    await close();
  });
  await play("reset", { sites: "some", password: true });

  await shows("back from a site goes to where one was, and the heading of a new screen has the focus", async () => {
    const { page, close } = await browser.open("/", { height: 400 });
    await page.getByRole("link", { name: "museum.example" }).scrollIntoViewIfNeeded();
    await page.evaluate(() => scrollTo(0, 160));
    await page.waitForTimeout(300);
    await page.getByRole("link", { name: "museum.example" }).click();
    await page.getByRole("heading", { level: 1, name: /all 18 networks/ }).waitFor();
    assert.equal(await page.evaluate(() => document.activeElement.tagName), "H1");
    await page.goBack();
    await page.getByRole("link", { name: "museum.example" }).waitFor();
    await page.waitForFunction(() => Math.abs(scrollY - 160) < 3);
    await close();
  });

  await shows("a server that met a fault, and one that is gone, say so and come back", async () => {
    const expected = [/500|ERR_/];
    await play("fail", { kind: "500", path: "/sites" });
    const { page, complaints, close } = await browser.open("/", { expected });
    await page.getByRole("heading", { name: "That did not work" }).waitFor();
    await browser.shot(page, "failed");
    await browser.axeIsContent(page);
    await play("fail", { kind: "gone" });
    await page.getByRole("button", { name: "Try again" }).click();
    await page.getByText("Tidings does not answer").first().waitFor();
    await browser.shot(page, "gone");
    await play("fail", { kind: null });
    await page.getByRole("link", { name: "museum.example" }).waitFor({ timeout: 10_000 });
    assert.deepEqual(complaints, []);
    await close();

    await play("fail", { kind: "gone" });
    const cold = await browser.open("/", { expected });
    await cold.page.getByRole("heading", { level: 1, name: "Tidings does not answer" }).waitFor();
    await browser.shot(cold.page, "gone-from-the-start");
    await browser.axeIsContent(cold.page);
    await play("fail", { kind: null });
    await cold.page.getByRole("link", { name: "museum.example" }).waitFor({ timeout: 10_000 });
    await cold.close();
  });

  await browser.everywhere(tools, "lost", "/no/such/page", (page) => page.getByRole("heading", { name: "No such page" }).waitFor());
}
