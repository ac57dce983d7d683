// The settings that are not one site's: you, the workspace, notices, the networks, the server.

import assert from "node:assert/strict";
import { end, invite, makeToken, remove, setWebhook } from "../../tests/acts.mjs";

const PNG = Buffer.from("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==", "base64");

export default async function settings(tools) {
  const { browser, shows, play, mock } = tools;
  if (!mock) return;
  await play("reset", { sites: "some", password: true });
  await browser.everywhere(tools, "settings-you", "/settings", (page) => page.getByText("Safari on iOS").first().waitFor());
  await browser.everywhere(tools, "settings-workspace", "/settings/workspace", async (page) => {
    for (const said of ["Sam Miller", "build server", "Old agency"]) await page.getByText(said).first().waitFor();
    await page.getByAltText("Logo").waitFor();
  });
  await browser.everywhere(tools, "settings-wallet-none", "/settings/wallet", (page) => page.getByText("Nobody has approved anything yet").waitFor());
  await play("reset", { sites: "some", password: true, posts: { accounts: true, paid: true, wallet: 240_000 } });
  await browser.everywhere(tools, "settings-wallet", "/settings/wallet", (page) => page.getByText("83 % of the month is taken").waitFor());
  await play("reset", { sites: "some", password: true });
  await browser.everywhere(tools, "settings-notices", "/settings/notices", (page) => page.getByText("hooks.bakery.example").waitFor());
  await browser.everywhere(tools, "settings-networks", "/settings/networks", (page) => page.getByText("about 30 days").first().waitFor());
  await browser.everywhere(tools, "settings-server", "/settings/server", (page) => page.getByText("Tidings runs at home").first().waitFor());

  await shows("the light is chosen, and kept", async () => {
    const { page, close } = await browser.open("/settings");
    await page.getByRole("group", { name: "Light or dark" }).getByRole("button", { name: "dark" }).click();
    await page.reload();
    await page.getByRole("heading", { level: 1, name: "You" }).waitFor();
    assert.equal(await page.locator("html").getAttribute("data-theme"), "dark");
    await close();
  });

  await shows("the password is changed, the current one being asked for", async () => {
    const { page, close } = await browser.open("/settings", { expected: [/403/] });
    await page.getByRole("button", { name: "Change the e-mail or the password" }).click();
    await page.getByLabel("Current password").fill("wrong one");
    await page.getByLabel("New password").fill("a longer horse");
    await page.locator("dialog[open]").getByRole("button", { name: "Save" }).click();
    await page.getByText("The current password is another one").waitFor();
    await browser.shot(page, "password-wrong", false);
    await page.getByLabel("Current password").fill("correct horse");
    await page.locator("dialog[open]").getByRole("button", { name: "Save" }).click();
    await page.getByText("You can sign in with it").waitFor();
    await close();
  });

  await shows("one's name is changed, a sign-in ended, an account that is needed kept", async () => {
    await play("reset", { sites: "some", password: true });
    const { page, complaints, close } = await browser.open("/settings", { expected: [/403|422/] });
    await page.getByLabel("Name").fill("Joanna Baker");
    await page.keyboard.press("Enter");
    await page.getByText("Saved").waitFor();
    await page.getByRole("button", { name: /^End ?: Safari on iOS/ }).click();
    await page.getByText("Safari on iOS").first().waitFor({ state: "detached" });
    await page.getByRole("button", { name: "Delete my account" }).click();
    await page.getByLabel("Your password").fill("correct horse");
    await page.keyboard.press("Enter");
    await page.getByText("You are the only owner").waitFor();
    await browser.shot(page, "settings-sole-owner", false);
    await browser.axeIsContent(page);
    await page.keyboard.press("Escape");
    assert.deepEqual(complaints, []);
    await close();
  });

  await shows("somebody is invited, a role changed, the last owner kept, a token told once and ended", async () => {
    await play("reset", { sites: "some", password: true });
    const { page, complaints, close } = await browser.open("/settings/workspace", { expected: [/409|422/] });
    await invite(page, "sam@bakery.example");
    await page.getByText("is in this workspace already").waitFor();
    await invite(page, "lee@bakery.example");
    await page.getByText(/\/invitation\/Vh3k/).waitFor();
    await page.getByText("This server sends no mail").waitFor();
    await page.getByLabel("Role of Jo Baker").selectOption("viewer");
    await page.getByText("A workspace needs an owner").waitFor();
    assert.equal(await page.getByLabel("Role of Jo Baker").inputValue(), "owner");
    await makeToken(page, "the nightly");
    await page.getByText("tdg_7Qm2").waitFor();
    await browser.shot(page, "settings-told");
    await browser.axeIsContent(page);
    await end(page, "the nightly");
    await page.getByText("tdg_7Qm2").waitFor({ state: "detached" });
    await page.getByRole("button", { name: /^Withdraw ?: lee@bakery.example/ }).click();
    await remove(page, "Sam Miller");
    await page.getByLabel("Role of Sam Miller").waitFor({ state: "detached" });
    assert.deepEqual(complaints, []);
    await close();
  });

  await shows("a logo is put up, refused where it is none, removed and had back", async () => {
    const { page, complaints, close } = await browser.open("/settings/workspace", { expected: [/404/] });
    await page.getByAltText("Logo").waitFor();
    const field = page.locator("input[type=file]");
    await field.setInputFiles({ name: "logo.txt", mimeType: "text/plain", buffer: Buffer.from("no picture") });
    await page.getByText("This is no PNG").waitFor();
    await field.setInputFiles({ name: "logo.png", mimeType: "image/png", buffer: Buffer.concat([PNG, Buffer.alloc(300_000)]) });
    await page.getByText("it may weigh 256 KB").waitFor();
    await field.setInputFiles({ name: "logo.png", mimeType: "image/png", buffer: PNG });
    await page.getByText("Saved").waitFor();
    await page.locator(".logo").getByRole("button", { name: "Remove" }).click();
    await page.getByText("no logo yet").waitFor();
    await page.getByRole("button", { name: "Have it back" }).click();
    await page.getByAltText("Logo").waitFor();
    assert.deepEqual(complaints, []);
    await close();
  });

  await shows("what lies in the bin is taken out; a workspace is deleted only by typing its name", async () => {
    const { page, complaints, close } = await browser.open("/settings/workspace");
    await page.getByRole("button", { name: /^Take it out ?: Old agency/ }).click();
    await page.getByText("The bin is empty").waitFor();
    await page.getByRole("button", { name: "Delete this workspace" }).click();
    const dialog = page.locator("dialog[open]");
    assert.equal(await dialog.getByRole("button", { name: "Delete it" }).isDisabled(), true);
    await dialog.getByLabel("Type its name").fill("Jo’s workspace");
    await dialog.getByRole("button", { name: "Delete it" }).click();
    await page.getByRole("button", { name: /^Workspace and you: Bakery guild/ }).waitFor();
    assert.deepEqual(complaints, []);
    await close();
  });

  await shows("a workspace for trying says so where one posts, and among the workspaces", async () => {
    await play("reset", { sites: "some", password: true });
    const { page, complaints, close } = await browser.open("/settings/workspace");
    await page.getByLabel("For trying").check();
    await page.getByLabel("Its name", { exact: true }).fill("Dry run");
    await page.getByRole("button", { name: "Make it, and go there" }).click();
    await page.getByRole("button", { name: /^Workspace and you: Dry run/ }).click();
    await page.getByRole("button", { name: /Dry run.*owner, for trying/ }).waitFor();
    await page.goto(new URL("/accounts", page.url()).href);
    await page.getByText("For trying: posts go to stand-ins").waitFor();
    assert.deepEqual(complaints, []);
    await close();
  });

  await shows("a webhook is set, tried, ended and set again", async () => {
    await play("reset", { sites: "some", password: true, server: { mail: true } });
    const { page, complaints, close } = await browser.open("/settings/notices");
    await page.getByLabel("Mail me what happens").check();
    await page.getByText("They come by mail from now on").waitFor();
    await page.getByRole("button", { name: "Send one to try it" }).click();
    await page.getByText("answered with status 404").waitFor();
    await page.getByText("It hears 1 of 2 kinds of news").click();
    await page.getByLabel("A post went live").check();
    await page.getByText("It hears 2 of 2 kinds of news").waitFor();
    await page.getByRole("button", { name: "Make a new secret" }).click();
    await page.getByText("The secret that signs them", { exact: true }).waitFor();
    await page.getByText("What was sent last").click();
    await page.getByText(", taken").waitFor();
    await setWebhook(page, "https://chat.bakery.example/in");
    await browser.shot(page, "settings-webhook");
    await browser.axeIsContent(page);
    await page.getByRole("button", { name: "Send none any more" }).click();
    await page.getByRole("button", { name: "Set the one before again" }).click();
    await page.getByText("chat.bakery.example").waitFor();
    assert.deepEqual(complaints, []);
    await close();
  });
}
