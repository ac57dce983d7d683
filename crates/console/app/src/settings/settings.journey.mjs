// The account, the networks, the server, and the light.

import assert from "node:assert/strict";

export default async function settings(tools) {
  const { browser, shows, play, mock } = tools;
  if (!mock) return;
  await play("reset", { sites: "some", password: true });
  await browser.everywhere(tools, "settings", "/settings", (page) => page.getByText("about 30 days").first().waitFor());

  await shows("the light is chosen, and kept", async () => {
    const { page, close } = await browser.open("/settings");
    await page.getByRole("group", { name: "Light or dark" }).getByRole("button", { name: "dark" }).click();
    await page.reload();
    await page.getByRole("heading", { level: 1, name: "Settings" }).waitFor();
    assert.equal(await page.locator("html").getAttribute("data-theme"), "dark");
    await close();
  });

  await shows("the password is changed, the current one being asked for", async () => {
    const { page, close } = await browser.open("/settings", { expected: [/403/] });
    await page.getByRole("button", { name: "Change the password" }).click();
    await page.getByLabel("Current password").fill("wrong one");
    await page.getByLabel("New password").fill("a longer horse");
    await page.getByRole("button", { name: "Save" }).click();
    await page.getByText("The current password is another one").waitFor();
    await browser.shot(page, "password-wrong", false);
    await page.getByLabel("Current password").fill("correct horse");
    await page.getByRole("button", { name: "Save" }).click();
    await page.getByText("You can sign in with it").waitFor();
    await close();
  });
}
