// What happened, what to do about it, and having seen it.

import assert from "node:assert/strict";

export default async function notices(tools) {
  const { browser, shows, play, mock } = tools;
  if (!mock) return;
  await play("reset", { sites: "some", password: true });
  await browser.everywhere(tools, "notices", "/notices", (page) => page.getByText("The disk with the data").waitFor());

  await shows("the bell counts what is unseen; marked as seen, it is silent", async () => {
    const { page, complaints, close } = await browser.open("/");
    await page.getByRole("link", { name: "Notices, 3 unseen" }).click();
    await page.getByRole("heading", { level: 1, name: "Three new notices" }).waitFor();
    await page.getByRole("button", { name: "Mark all as seen" }).click();
    await page.getByRole("heading", { level: 1, name: "Nothing new" }).waitFor();
    await page.getByRole("link", { name: "Notices", exact: true }).first().waitFor();
    await page.getByRole("link", { name: "bakery.example" }).click();
    await page.waitForURL(/\/sites\/1$/);
    assert.deepEqual(complaints, []);
    await close();
  });

  await play("reset", { sites: "some", password: true, notices: false });
  await shows("without a notice it says what would stand here", async () => {
    const { page, complaints, close } = await browser.open("/notices");
    await page.getByText("Nothing has happened that you should know").waitFor();
    await browser.shot(page, "notices-none");
    await browser.axeIsContent(page);
    assert.deepEqual(complaints, []);
    await close();
  });
}
