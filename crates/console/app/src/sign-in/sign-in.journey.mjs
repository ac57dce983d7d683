// Signing in, being turned away, and coming back to where one was.

import assert from "node:assert/strict";

export default async function signIn(tools) {
  const { browser, shows, play, mock } = tools;
  if (!mock) return;
  await play("reset", { sites: "some", password: true, signed_in: false });
  const expected = [/401|429/];
  await browser.everywhere(tools, "sign-in", "/sign-in", (page) => page.getByLabel("E-mail").waitFor(), { expected });

  await shows("who is not signed in is asked to, told what is wrong, and comes to where they wanted", async () => {
    await play("reset", { sites: "some", password: true, signed_in: false });
    const { page, complaints, close } = await browser.open("/settings", { expected });
    await page.waitForURL(/\/sign-in\?to=/);
    await page.getByLabel("E-mail").fill("jo@bakery.example");
    await page.getByLabel("Password").fill("wrong");
    await page.keyboard.press("Enter");
    await page.getByText("E-mail or password is wrong").waitFor();
    await browser.shot(page, "sign-in-wrong");
    await browser.axeIsContent(page);
    await page.getByLabel("Password").fill("correct horse");
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { level: 1, name: "Settings" }).waitFor();
    assert.match(page.url(), /\/settings$/);
    await page.getByRole("button", { name: "Sign out" }).click();
    await page.getByLabel("E-mail").waitFor();
    assert.deepEqual(complaints, []);
    await close();
  });

  await shows("a session that ends on the way asks to sign in again", async () => {
    await play("reset", { sites: "some", password: true });
    const { page, close } = await browser.open("/", { expected });
    await play("fail", { kind: "401", path: "/sites" });
    await page.getByRole("link", { name: "bakery.example" }).click();
    await page.waitForURL(/\/sign-in\?to=%2Fsites%2F1/);
    await play("fail", { kind: null });
    await close();
  });
}
