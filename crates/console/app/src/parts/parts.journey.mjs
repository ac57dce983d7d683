// The masthead: another site by typing, another workspace, the notices, signing in and out.

import assert from "node:assert/strict";

export default async function parts(tools) {
  const { browser, shows, play, mock } = tools;
  if (!mock) return;
  await play("reset", { sites: "many", password: true });
  for (const width of [360, 1280]) {
    await shows(`the masthead's two menus at ${width} px: axe is content, no sideways scroll`, async () => {
      const { page, complaints, close } = await browser.open("/sites/1", { width, colorScheme: width === 360 ? "light" : "dark" });
      await page.getByRole("heading", { level: 1, name: /^Shared today/ }).waitFor();
      await page.getByRole("button", { name: /^Another site/ }).click();
      await page.getByRole("option").nth(8).waitFor();
      await browser.shot(page, `menu-sites-${width}`, false);
      await browser.scrollsNotSideways(page);
      await browser.axeIsContent(page);
      await page.keyboard.press("Escape");
      assert.match(await page.evaluate(() => document.activeElement.textContent), /^Another site/);
      await page.getByRole("button", { name: /^Workspace and you/ }).click();
      await page.getByText("Bakery guild").waitFor();
      await browser.shot(page, `menu-workspaces-${width}`, false);
      await browser.scrollsNotSideways(page);
      await browser.axeIsContent(page);
      assert.deepEqual(complaints, []);
      await close();
    });
  }

  await shows("by keyboard: Ctrl+K, a few letters, Enter", async () => {
    const { page, complaints, close } = await browser.open("/");
    await page.getByRole("link", { name: "museum.example" }).waitFor();
    await page.keyboard.press("Control+k");
    await page.getByRole("combobox").fill("florist");
    await page.getByRole("option", { name: /florist/ }).waitFor();
    await page.keyboard.press("Enter");
    await page.waitForURL(/\/sites\/2$/);
    await page.getByRole("heading", { level: 1, name: /^Shared today/ }).waitFor();
    await page.keyboard.press("Control+k");
    await page.getByRole("option").first().waitFor();
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("ArrowUp");
    await page.keyboard.press("Enter");
    await page.waitForURL((url) => url.pathname === "/");
    assert.deepEqual(complaints, []);
    await close();
  });

  await shows("another workspace is entered, and what one may not do there is not offered", async () => {
    await play("reset", { sites: "some", password: true });
    const { page, complaints, close } = await browser.open("/");
    await page.getByRole("button", { name: /^Workspace and you/ }).click();
    await page.getByRole("button", { name: /^Florist/ }).click();
    await page.getByRole("button", { name: "Workspace and you: Florist" }).waitFor();
    assert.equal(await page.getByRole("link", { name: "Add a site" }).count(), 0);
    assert.deepEqual(complaints, []);
    await close();
  });

  await shows("who is not signed in comes to the server's page for that, and back; signing out ends there too", async () => {
    await play("reset", { sites: "some", password: true, signed_in: false });
    const { page, complaints, close } = await browser.open("/settings/workspace", { expected: [/401/] });
    await page.waitForURL(/\/sign-in\?to=%2Fsettings%2Fworkspace$/);
    await page.getByRole("button", { name: "Sign in" }).click();
    await page.getByRole("heading", { level: 1, name: "Workspace" }).waitFor();
    await page.getByRole("button", { name: /^Workspace and you/ }).click();
    await page.getByRole("button", { name: "Sign out" }).click();
    await page.waitForURL(/\/sign-in$/);
    assert.deepEqual(complaints, []);
    await close();
  });

  await shows("a session that ends on the way asks to sign in again", async () => {
    await play("reset", { sites: "some", password: true });
    const { page, close } = await browser.open("/");
    await play("fail", { kind: "401", path: "/sites" });
    await page.getByRole("link", { name: "bakery.example" }).click();
    await page.waitForURL(/\/sign-in\?to=%2Fsites%2F1/);
    await play("fail", { kind: null });
    await close();
  });
}
