// Sharing: cards are looked at and made, a bar is put together and taken to a page, a link is made and switched off.

import assert from "node:assert/strict";

export default async function share(tools) {
  const { browser, shows, play, mock } = tools;
  if (!mock) return;
  const drawn = (page) => page.locator(".look img").waitFor();
  const stands = (page) => page.getByRole("heading", { name: "Is the click told apart?" }).waitFor();
  const listed = (page) => page.getByText("No link was made yet").waitFor();
  await play("reset", { sites: "some", password: true });
  await browser.everywhere(tools, "share-cards", "/sites/1/share", drawn);
  // The look at a bar runs no script, not even that of whoever looks at it here.
  const still = { expected: [/Blocked script execution/] };
  await browser.everywhere(tools, "share-bar", "/sites/1/share/bar", stands, still);
  await browser.everywhere(tools, "share-links", "/sites/1/share/links", listed);

  await shows("a look is changed and kept, crops are drawn over it, and every page gets a card in one press", async () => {
    const { page, complaints, close } = await browser.open("/sites/1/share");
    await drawn(page);
    await page.getByRole("button", { name: /^Choose.*Your colour/ }).click();
    await page.getByText("not kept yet").waitFor();
    await page.waitForFunction(() => document.querySelector(".look img").src.includes("0f5c6e"));
    await page.getByLabel("Template").selectOption("product");
    await page.getByRole("button", { name: "Keep this look" }).click();
    await page.getByText("Kept. Cards that are made from now on look like this.").waitFor();
    await page.getByLabel("What is cut").selectOption("square");
    const { frame, look } = await page.evaluate(() => ({ frame: document.querySelector(".frame").getBoundingClientRect().width, look: document.querySelector(".look").getBoundingClientRect().width }));
    assert.ok(Math.abs(frame / look - 630 / 1200) < 0.02, `${frame} of ${look}`);
    await page.getByRole("button", { name: "Make cards for these 41 pages" }).click();
    await page.getByText("41 pages have a card now.").waitFor();
    assert.equal(await page.locator(".cards li").count(), 12);
    await browser.axeIsContent(page);
    await browser.shot(page, "share-cards-made", true);
    assert.deepEqual(complaints, []);
    await close();
  });

  await shows("a bar is put together by keyboard, kept, and its code made", async () => {
    const { page, complaints, close } = await browser.open("/sites/1/share/bar", still);
    await stands(page);
    const names = () => page.locator(".chosen .name").allTextContents();
    const before = await names();
    await page.getByRole("button", { name: `Move ${before[1]} up` }).focus();
    await page.keyboard.press("Enter");
    assert.deepEqual((await names()).slice(0, 2), [before[1], before[0]]);
    await page.getByRole("button", { name: "Pinterest", exact: true }).click();
    await page.getByRole("button", { name: `Leave ${before[2]} out` }).click();
    await page.getByLabel("A button shows").selectOption("icons");
    await page.getByLabel(/Add “Share…”/).check();
    await page.getByText("not kept yet").waitFor();
    await page.frameLocator("iframe").getByText("pinterest").waitFor();
    await page.getByRole("button", { name: "Keep this bar" }).click();
    await page.getByText("Kept. The code below is up to date.").waitFor();
    await page.getByLabel("The page’s address").fill("https://bakery.example/rye");
    await page.getByRole("button", { name: "Make the code" }).click();
    await page.getByText(/Pinterest has no button/).waitFor();
    assert.match(await page.getByRole("region", { name: "Put this where the bar is to stand" }).textContent(), /bakery\.example%2Frye%3Fe%3D/);
    await page.getByRole("region", { name: "And this once, before </body>" }).waitFor();
    await browser.axeIsContent(page);
    await browser.shot(page, "share-bar-made", true);
    const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name: "Download the plug-in" }).click()]);
    assert.equal(download.suggestedFilename(), "tidings.zip");
    await page.getByText(/Upload Plugin/).waitFor();
    await page.reload();
    await stands(page);
    assert.equal((await names()).at(-1), "Pinterest");
    assert.deepEqual(complaints, []);
    await close();
  });

  await shows("a link is made, found, switched off and on again", async () => {
    const { page, complaints, close } = await browser.open("/sites/1/share/links", { expected: [/422/] });
    await listed(page);
    await page.getByLabel("Where it leads").fill("nowhere");
    await page.getByRole("button", { name: "Make the link" }).click();
    await page.getByText("begins with https://").waitFor();
    await page.getByLabel("Where it leads").fill("https://bakery.example/rye");
    await page.getByLabel("What it is for").selectOption("print");
    await page.getByLabel("Campaign", { exact: true }).fill("spring bread");
    await page.getByRole("button", { name: "Make the link" }).click();
    await page.getByRole("group", { name: "The link" }).getByText("https://bakery.example/rye?e=k7q4mx1").waitFor();
    await page.getByRole("button", { name: /^Switch off.*k7q4mx1/ }).click();
    await page.getByText("k7q4mx1 is switched off.").waitFor();
    await page.getByRole("button", { name: /^Switch on.*k7q4mx1/ }).click();
    await page.getByText("k7q4mx1 works again.").waitFor();
    await page.getByLabel("Search links").fill("autumn");
    await page.getByText("No link says “autumn”.").waitFor();
    await page.getByLabel("Search links").fill("spring");
    await page.getByText("spring bread").waitFor();
    await browser.axeIsContent(page);
    await browser.shot(page, "share-links-made", true);
    assert.deepEqual(complaints, []);
    await close();
  });

  await shows("a viewer looks, and finds nothing to press", async () => {
    await play("reset", { sites: "some", password: true, role: "viewer" });
    const { page, complaints, close } = await browser.open("/sites/1/share", still);
    await page.getByText("You may look at the cards").waitFor();
    await page.goto(new URL("/sites/1/share/bar", page.url()).href);
    await page.getByText("You may look at the bar").waitFor();
    assert.equal(await page.locator("main button:enabled:visible").count(), 0);
    assert.deepEqual(complaints, []);
    await close();
    await play("reset", { sites: "some", password: true });
  });
}
