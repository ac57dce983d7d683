// A yes before a post goes out: it is wanted, asked for, given by keyboard, taken back by a change, and given by a client's link.

import assert from "node:assert/strict";
import { tabTo } from "../../tests/browser.mjs";

export default async function approval(tools) {
  const { browser, shows, play, mock } = tools;
  if (!mock) return;
  const begin = (more = {}) => play("reset", { sites: "some", password: true, posts: { some: true, approval: true }, ...more });

  await begin();
  await browser.everywhere(tools, "approval-waits", "/sites/1/posts/po15", (page) => page.getByRole("button", { name: "Say yes" }).waitFor());
  await browser.everywhere(tools, "approval-site", "/sites/1/settings", (page) => page.getByLabel("Posts of this site").waitFor());

  await shows("a workspace wants a yes, a post waits for it, and gets it by keyboard", async () => {
    await play("reset", { sites: "some", password: true, posts: { some: true } });
    const { page, complaints, close } = await browser.open("/settings/workspace");
    const wants = page.getByLabel("Posts need a yes");
    await wants.focus();
    await page.keyboard.press("Space");
    await page.getByText("Saved").waitFor();
    await browser.axeIsContent(page);
    await page.goto(new URL("/sites/1/posts", page.url()).href);
    await page.getByText("waits for a yes").first().waitFor();
    await browser.axeIsContent(page);
    await page.goto(new URL("/sites/1/posts/po15", page.url()).href);
    await page.getByText("Nothing of it goes out before somebody says yes to it.").waitFor();
    await page.getByLabel("What is to be changed").focus();
    await tabTo(page, /^Say no$/);
    await page.keyboard.press("Enter");
    await page.getByText("Write what is to be changed").waitFor();
    await browser.axeIsContent(page);
    await page.getByLabel("What is to be changed").focus();
    await page.keyboard.type("Say from when on.");
    await tabTo(page, /^Say no$/);
    await page.keyboard.press("Enter");
    await page.getByText("You said no: it does not go out like this.").waitFor();
    await page.getByText("“Say from when on.”").waitFor();
    await page.getByLabel("What is to be changed").focus();
    await tabTo(page, /^Say yes$/);
    await page.keyboard.press("Enter");
    await page.getByText("You said yes: it goes out at its time, just as it stands.").waitFor();
    assert.equal(await page.getByText("waits for a yes").count(), 0);
    await browser.axeIsContent(page);
    assert.deepEqual(complaints, []);
    await close();
  });

  await shows("a change takes the yes back and is shown, and a client is sent a link", async () => {
    await begin();
    const { page, complaints, close } = await browser.open("/sites/1/posts/po15");
    await page.getByRole("button", { name: "Say yes" }).click();
    await page.getByText("You said yes").waitFor();
    await page.getByLabel("Text", { exact: true }).fill("Christmas stollen from tomorrow on.");
    await page.getByRole("button", { name: "Keep and plan" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Plan it" }).click();
    await page.getByRole("heading", { name: "What changed since the last yes" }).waitFor();
    await page.locator("ins", { hasText: "from tomorrow on" }).first().waitFor();
    await page.getByText("Have a client say yes").click();
    await page.getByRole("button", { name: "Make a link" }).click();
    await page.getByText("Name it after whoever gets it.").waitFor();
    await page.getByLabel("Who gets it").fill("The mayor");
    await page.getByRole("button", { name: "Make a link" }).click();
    await page.getByText(/\/approve\/Kd8s/).waitFor();
    await page.getByText(/versions kept$/).click();
    await page.getByText("The first version.").waitFor();
    await browser.axeIsContent(page);
    await browser.shot(page, "approval-changed");
    assert.deepEqual(complaints, []);
    await close();
  });

  await shows("an editor sees that it waits, and cannot say yes", async () => {
    await begin({ role: "editor" });
    const { page, complaints, close } = await browser.open("/sites/1/posts/po15");
    await page.getByText("An owner says yes or no").waitFor();
    assert.equal(await page.getByRole("button", { name: "Say yes" }).count(), 0);
    assert.deepEqual(complaints, []);
    await close();
  });
}
