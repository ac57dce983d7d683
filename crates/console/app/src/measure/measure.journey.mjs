// How visits are counted: the line is copied, it is heard of by itself, settings are saved by who saw the newest ones.

import assert from "node:assert/strict";

export default async function measure(tools) {
  const { browser, shows, play, mock } = tools;
  if (!mock) return;
  const stands = (page) => page.getByRole("heading", { name: "Is it installed?" }).waitFor();
  await play("reset", { sites: "some", password: true });
  await browser.everywhere(tools, "measure", "/sites/1/measure", stands);

  await shows("the line is copied, and the screen says by itself that the site was heard of", async () => {
    await play("reset", { sites: "some", password: true });
    const { page, complaints, close } = await browser.open("/sites/1/measure");
    await stands(page);
    assert.match(await page.getByRole("region", { name: "The line", exact: true }).textContent(), /<script defer src="[^"]*\/t\.js\?k=k7q4mxz234"/);
    await page.getByRole("button", { name: /^Copy ?: The line$/ }).click();
    await page.getByText("Copied").waitFor();
    await page.getByText("Nothing was heard yet.").waitFor();
    await page.getByRole("button", { name: "Look at the start page" }).click();
    await page.getByText(/does not have the line/).waitFor();
    // What was looked at in the mock is there from the third question on.
    await page.getByText(/^Yes: heard from your pages/).waitFor();
    await browser.axeIsContent(page);
    assert.deepEqual(complaints, []);
    await close();
  });

  await shows("in the demo it says that the ninety days before it are invented", async () => {
    await play("reset", { sites: "one", server: { demo: true } });
    const { page, complaints, close } = await browser.open("/sites/1/measure");
    await page.getByText("visits of the ninety days before the demo began are invented").waitFor();
    assert.deepEqual(complaints, []);
    await close();
  });

  await shows("settings are saved, what is wrong is said, and who saves second overwrites nothing", async () => {
    await play("reset", { sites: "some", password: true });
    const one = await browser.open("/sites/1/measure", { expected: [/422/] });
    const two = await browser.open("/sites/1/measure", { expected: [/409/] });
    for (const { page } of [one, two]) await stands(page);
    await one.page.getByLabel("Addresses of your own people").fill("nowhere");
    await one.page.getByRole("button", { name: "Save" }).click();
    await one.page.getByText(/is no range of addresses/).waitFor();
    await one.page.getByLabel("Addresses of your own people").fill("203.0.113.0/24");
    await one.page.getByLabel("Leave out who wants no tracking").check();
    await one.page.getByRole("button", { name: "Save" }).click();
    await one.page.getByText("Saved").waitFor();
    await two.page.getByRole("button", { name: "Save" }).click();
    await two.page.getByRole("button", { name: "Show what they saved" }).click();
    await two.page.waitForFunction(() => document.querySelector("#own").value === "203.0.113.0/24");
    await one.page.getByLabel("Posts of your own without codes").selectOption("some");
    const places = one.page.getByRole("group", { name: "Where they stand" });
    await places.getByLabel("Facebook").check();
    await browser.axeIsContent(one.page);
    await one.page.getByRole("button", { name: "Save" }).click();
    await one.page.waitForFunction(async () => (await (await fetch("/api/v1/sites/1/measure")).json()).settings.posts?.includes("facebook"));
    await one.page.getByRole("button", { name: "Make a link for staff" }).click();
    await one.page.getByText(/tidings-own=the-secret/).first().waitFor();
    assert.deepEqual([one.complaints, two.complaints], [[], []]);
    await one.close();
    await two.close();
  });
}
