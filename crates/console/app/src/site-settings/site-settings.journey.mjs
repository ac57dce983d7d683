// The settings of a site: a schedule said in words, an address told once, proof, links for clients.

import assert from "node:assert/strict";
import { end, everyMonth, makeClientLink, saveSecond } from "../../tests/acts.mjs";

export default async function siteSettings(tools) {
  const { browser, shows, play, mock } = tools;
  if (!mock) return;
  const stands = (page) => page.getByText("The printer", { exact: true }).waitFor();
  await play("reset", { sites: "some", password: true });
  await browser.everywhere(tools, "site-settings", "/sites/1/settings", stands);

  await shows("a schedule is said as it is chosen, and saved", async () => {
    const { page, complaints, close } = await browser.open("/sites/1/settings");
    await stands(page);
    assert.match(await page.locator("#schedule .said").textContent(), /^\s*Every Monday at 06:30, Zurich time; next on \d+ \w+\.$/);
    await everyMonth(page);
    assert.deepEqual(complaints, []);
    await close();
  });

  await shows("who saves second is told, and overwrites nothing", async () => {
    await play("reset", { sites: "some", password: true });
    const one = await browser.open("/sites/1/settings");
    const two = await browser.open("/sites/1/settings", { expected: [/409/] });
    for (const { page } of [one, two]) await stands(page);
    const showTheirs = await saveSecond(one.page, two.page);
    await browser.shot(two.page, "site-settings-changed");
    assert.equal(await showTheirs(), "Bakery");
    assert.deepEqual(two.complaints, []);
    await one.close();
    await two.close();
  });

  await shows("what is told once can be copied: a line for the build, a link for a client; both can be ended", async () => {
    await play("reset", { sites: "some", password: true });
    const { page, complaints, close } = await browser.open("/sites/1/settings", { expected: [/422/] });
    await stands(page);
    await page.getByRole("button", { name: "Make an address" }).click();
    await page.getByText("curl --fail --request POST").waitFor();
    await page.getByRole("button", { name: "Make a link" }).click();
    await page.getByText("Name it after whoever gets it").waitFor();
    await makeClientLink(page, "The mayor");
    await page.getByText(/\/client\/Kd8s/).waitFor();
    await page.getByRole("button", { name: /^Copy ?: The link for The mayor/ }).click();
    await page.getByText("Copied").waitFor();
    await page.getByRole("button", { name: "Check now" }).click();
    await page.getByText("answers with status 404").waitFor();
    await browser.shot(page, "site-settings-told");
    await browser.axeIsContent(page);
    await page.getByRole("radio", { name: "A DNS entry" }).focus();
    await page.keyboard.press("ArrowLeft");
    await page.getByText("Put this into the head").first().waitFor();
    await page.getByRole("button", { name: "Check now" }).click();
    await page.getByText(/^Proved by a tag/).waitFor();
    await end(page, "The mayor");
    await page.getByText("The mayor", { exact: true }).waitFor({ state: "detached" });
    assert.deepEqual(complaints, []);
    await close();
  });

  await shows("a viewer looks, and finds nothing to press", async () => {
    await play("reset", { sites: "some", password: true, role: "viewer" });
    const { page, complaints, close } = await browser.open("/sites/1/settings");
    await page.getByText("You may look at these settings").waitFor();
    await page.locator("#proof").waitFor();
    assert.equal(await page.locator(".settings button:visible").count(), 0);
    await browser.shot(page, "site-settings-viewer");
    assert.deepEqual(complaints, []);
    await close();
  });
}
