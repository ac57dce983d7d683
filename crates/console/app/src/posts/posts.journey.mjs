// Publishing: an account is added by hand, a post written and planned, and at its time it is somebody's turn.

import assert from "node:assert/strict";
import { tabTo } from "../../tests/browser.mjs";

export default async function posts(tools) {
  const { browser, shows, play, mock } = tools;
  if (!mock) return;
  const begin = (state = {}, more = {}) => play("reset", { sites: "some", password: true, posts: state, ...more });
  const heading = (page, name) => page.getByRole("heading", { name, exact: true }).first().waitFor();

  await begin();
  await browser.everywhere(tools, "accounts-none", "/accounts", (page) => page.getByText("No account yet.").waitFor());
  await browser.everywhere(tools, "posts-none", "/sites/1/posts", (page) => heading(page, "No account posts yet"));
  await begin({ some: true });
  await browser.everywhere(tools, "accounts-some", "/accounts", (page) => heading(page, "Bakery on the corner"));
  await browser.everywhere(tools, "posts-some", "/sites/1/posts", (page) => heading(page, "Your turn"));
  await browser.everywhere(tools, "posts-write", "/sites/1/posts/new", (page) => page.getByLabel("@bakery.example").waitFor());
  await browser.everywhere(tools, "posts-planned", "/sites/1/posts/po15", (page) => page.getByText(/^Goes out on/).waitFor());

  await shows("an account is added by hand, a post is written, planned and posted when it is its turn, by keyboard", async () => {
    await begin();
    const { page, complaints, close } = await browser.open("/sites/1/posts");
    await page.getByRole("link", { name: "Choose an account" }).click();
    await page.getByRole("button", { name: /^By hand ?: Facebook$/ }).focus();
    await page.keyboard.press("Enter");
    await page.keyboard.type("Bakery on the corner");
    await page.keyboard.press("Enter");
    await page.getByText("Bakery on the corner is added: at the time of a post it is your turn.").waitFor();
    await browser.axeIsContent(page);
    await page.goBack();
    await heading(page, "No post yet");
    await page.getByRole("link", { name: "Write a post" }).first().click();
    await page.getByLabel("Text", { exact: true }).focus();
    await page.keyboard.type("Rye bread is back.");
    await page.keyboard.press("Tab");
    await page.keyboard.type("https://bakery.example/rye");
    await page.keyboard.press("Tab");
    assert.equal(await page.evaluate(() => document.activeElement.textContent), "Fill from the page");
    await page.keyboard.press("Tab");
    await page.keyboard.type("Rye bread");
    assert.ok(await page.getByLabel("Bakery on the corner").isChecked());
    await page.getByText(/^\d+ of 300$/).waitFor();
    await tabTo(page, /^Plan it$/);
    await page.keyboard.press("Enter");
    const dialog = page.getByRole("dialog", { name: "Plan it for 1 account?" });
    await dialog.getByText(/Bakery on the corner, on .* at 09:00.*at that time it is your turn/).waitFor();
    await browser.axeIsContent(page);
    await dialog.getByRole("button", { name: "Plan it" }).press("Enter");
    await page.getByText(/^Planned for .* at 09:00/).waitFor();
    assert.match(page.url(), /\/posts\/po\d+$/);
    await page.getByRole("link", { name: "All posts" }).click();
    await heading(page, "What comes");
    await page.getByText("planned", { exact: true }).waitFor();
    await play("due");
    await page.reload();
    await heading(page, "Your turn");
    await page.getByText(/^Rye bread is back\.\s+https:\/\/bakery\.example\/rye\?e=/).waitFor();
    await page.getByRole("button", { name: "Copy text" }).click();
    await page.getByText("Copied").waitFor();
    await page.getByLabel("Where it is, if you have the address").fill("https://facebook.example/bakery/1");
    await page.getByRole("button", { name: "I posted it" }).click();
    await page.getByText("Bakery on the corner: live.").waitFor();
    await heading(page, "What went out");
    assert.equal(await page.getByRole("link", { name: /^See it ?, Bakery on the corner$/ }).getAttribute("href"), "https://facebook.example/bakery/1");
    await browser.axeIsContent(page);
    assert.deepEqual(complaints, []);
    await close();
  });

  await shows("what people did with a post stands beside it, and a feed is followed after a page that is none, by keyboard", async () => {
    await begin({ some: true });
    const { page, complaints, close } = await browser.open("/sites/1/posts", { expected: [/422/] });
    await page.getByText("14 likes · 3 reposts · 1 reply").waitFor();
    await page.getByText("No feed is followed yet.").waitFor();
    await page.getByLabel("Address of the feed").focus();
    await page.keyboard.type("/about");
    await page.keyboard.press("Enter");
    await page.getByText(/about is a feed or a sitemap/).waitFor();
    await browser.axeIsContent(page);
    await page.getByLabel("Address of the feed").fill("/feed.xml");
    await page.keyboard.press("Enter");
    await page.getByText("Followed. What it names from now on becomes drafts.").waitFor();
    await page.getByText("https://bakery.example/feed.xml", { exact: true }).waitFor();
    await page.getByRole("button", { name: /^End ?, https/ }).press("Enter");
    await page.getByText("No feed is followed yet.").waitFor();
    await page.getByRole("button", { name: "Undo" }).press("Enter");
    await page.getByText("https://bakery.example/feed.xml", { exact: true }).waitFor();
    assert.deepEqual(complaints, []);
    await close();
  });

  await shows("an account is connected after a wrong password, connected again where it is ill, and disconnected", async () => {
    await begin({ accounts: true });
    const { page, complaints, close } = await browser.open("/accounts", { expected: [/422/] });
    await page.getByRole("button", { name: /^Connect ?: Bluesky$/ }).click();
    await page.getByLabel("Handle").fill("florist.example");
    assert.equal(await page.getByLabel("App password").getAttribute("type"), "password");
    assert.equal(await page.getByLabel("Server").inputValue(), "bsky.social");
    await page.getByLabel("App password").fill("wrong");
    await page.getByRole("button", { name: "Connect it" }).click();
    await page.getByText("does not know this password").waitFor();
    await browser.axeIsContent(page);
    await browser.shot(page, "accounts-connect");
    await page.getByLabel("App password").fill("abcd-efgh-ijkl-mnop");
    await page.getByRole("button", { name: "Connect it" }).click();
    await page.getByText("@florist.example is connected.").waitFor();
    await page.getByRole("button", { name: /^Disconnect ?: @florist/ }).click();
    await page.getByRole("dialog").getByText("What was posted stays where it is").waitFor();
    await page.getByRole("dialog").getByRole("button", { name: "Disconnect" }).click();
    await page.getByText("@florist.example is disconnected.").waitFor();
    await page.getByRole("button", { name: /^Connect again/ }).click();
    await page.getByLabel("What it is called").waitFor();
    assert.deepEqual(complaints, []);
    await close();
  });

  await shows("one account has a text of its own, the clocks are told, a plan is taken back, and somebody else’s change is said", async () => {
    await begin({ accounts: true });
    const { page, complaints, close } = await browser.open("/sites/1/posts/new", { expected: [/409/, /422/] });
    await page.getByLabel("Text", { exact: true }).fill("Stollen from today on.");
    await page.getByRole("button", { name: "Plan it" }).click();
    await page.getByText("Choose at least one account.").waitFor();
    await page.getByLabel("@bakery.example").check();
    await page.getByLabel("Bakery on the corner").check();
    await page.getByRole("button", { name: /^Write another text for this one ?: Bakery on the corner$/ }).click();
    await page.getByLabel("Text for Bakery on the corner").fill("Stollen! Come by.");
    await page.getByLabel("Time", { exact: true }).fill("02:30");
    await page.getByRole("button", { name: "Save draft" }).click();
    await page.getByText("Saved as a draft.").waitFor();
    await page.getByRole("button", { name: "Plan it" }).click();
    await page.getByRole("dialog").getByText("1 goes out by itself; 1 is posted by you.").waitFor();
    await page.getByRole("dialog").getByRole("button", { name: "Plan it" }).click();
    await page.getByText("there is no 02:30: it goes out at 03:30").waitFor();
    await browser.axeIsContent(page);
    await browser.shot(page, "posts-moved");
    await page.reload();
    assert.equal(await page.getByLabel("Text for Bakery on the corner").inputValue(), "Stollen! Come by.");
    await page.getByRole("button", { name: "Take back to the drafts" }).click();
    await page.getByText("Taken back.").waitFor();
    // What is written and not kept is there again after a reload; what somebody else kept meanwhile is not written over.
    await page.getByLabel("Text", { exact: true }).fill("Stollen from tomorrow on.");
    await page.waitForFunction(() => history.state.written?.written.text === "Stollen from tomorrow on.");
    await page.reload();
    await page.waitForFunction(() => document.querySelector("#text")?.value === "Stollen from tomorrow on.");
    await page.evaluate(async () => {
      const address = `/api/v1${location.pathname}`;
      const { text: _, version, zone, card } = await fetch(address).then((answer) => answer.json());
      const body = JSON.stringify({ text: "Another’s", zone, version, accounts: [], page: null, campaign: null, card: { title: card.title, description: "", alt: "" } });
      await fetch(address, { method: "PUT", headers: { "content-type": "application/json", "x-tidings": "console" }, body });
    });
    await page.getByRole("button", { name: "Save draft" }).click();
    await page.getByText("Somebody else changed this post meanwhile.").waitFor();
    await page.getByRole("button", { name: "Show the newest" }).click();
    await page.waitForFunction(() => document.querySelector("#text")?.value === "Another’s");
    await page.getByRole("button", { name: "Throw away" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Throw away" }).click();
    await heading(page, "No post yet");
    assert.deepEqual(complaints, []);
    await close();
  });

  await shows("a post is written from a page: one press fills text and card, each network’s preview stands beside it, a broken card warns", async () => {
    await begin({ accounts: true });
    const { page, complaints, close } = await browser.open(`/sites/1/posts/new?page=${encodeURIComponent("https://bakery.example/rye")}&fill=1`, { expected: [/422/] });
    await page.getByText("Filled from the page.").waitFor();
    assert.match(await page.getByLabel("Text", { exact: true }).inputValue(), /^Rye bread, baked today · 4,50 €\n\n/);
    assert.equal(await page.getByLabel("Title", { exact: true }).inputValue(), "Rye bread, baked today");
    await page.getByLabel("@bakery.example").check();
    await page.getByLabel("Bakery on the corner").check();
    assert.equal(await page.getByLabel("Text for @bakery.example").inputValue(), "Rye bread, baked today · 4,50 €");
    const shown = page.getByRole("region", { name: "What people will see" });
    await shown.getByText("The card goes along with the post, with the words of the form.").waitFor();
    await shown.getByText("The network makes its own card of the page: right.").waitFor();
    await page.getByLabel("Title", { exact: true }).fill("Rye, warm");
    await shown.locator(".preview .title", { hasText: "Rye, warm" }).waitFor();
    assert.equal(await shown.locator(".preview img").count(), 2);
    await browser.axeIsContent(page);
    await browser.shot(page, "posts-from-page");
    // What was written stays; the card is the page’s.
    await page.getByLabel("Text", { exact: true }).fill("My own words");
    await page.getByLabel("The page that it carries").fill("https://bakery.example/broken");
    await page.getByRole("button", { name: "Fill from the page" }).click();
    await page.getByText("The card was filled from the page; your text stays as it is.").waitFor();
    assert.equal(await page.getByLabel("Text", { exact: true }).inputValue(), "My own words");
    await shown.getByText("Facebook and X show links to this page without a picture").waitFor();
    await page.getByLabel("The page that it carries").fill("https://bakery.example/missing");
    await page.getByLabel("Text", { exact: true }).focus();
    await page.getByText("check the spelling").waitFor();
    await page.getByLabel("The page that it carries").fill("https://bakery.example/rye");
    await page.getByRole("button", { name: "Save draft" }).click();
    await page.getByText("Saved as a draft.").waitFor();
    assert.deepEqual(complaints, []);
    await close();
  });

  await shows("pictures are added and described, a film is refused, and they are there after a reload", async () => {
    await begin({ accounts: true });
    const { page, complaints, close } = await browser.open("/sites/1/posts/new", { expected: [/422/] });
    const choose = page.locator("input[type=file]");
    await choose.setInputFiles([{ name: "loaf.png", mimeType: "image/png", buffer: Buffer.from("loaf") }]);
    await page.waitForFunction(() => document.activeElement?.matches("li input"));
    await page.keyboard.type("A loaf");
    await choose.setInputFiles([
      { name: "film.jpg", mimeType: "image/jpeg", buffer: Buffer.from("\0\0\0\x18ftypisom") },
      { name: "crumb.png", mimeType: "image/png", buffer: Buffer.from("crumb") },
    ]);
    await page.getByText("film.jpg: This is a film, whatever it is called").waitFor();
    await page.getByLabel("What picture 2 shows").fill("Its crumb");
    await page.getByLabel("@bakery.example").check();
    assert.equal(await page.getByRole("img", { name: "A loaf" }).count(), 1);
    await browser.axeIsContent(page);
    await browser.shot(page, "posts-pictures");
    await page.getByRole("button", { name: "Save draft" }).click();
    await page.getByText("Saved as a draft.").waitFor();
    await page.reload();
    assert.equal(await page.getByLabel("What picture 1 shows").inputValue(), "A loaf");
    await page.getByRole("button", { name: "Take away picture 1" }).click();
    assert.equal(await page.getByLabel("What the picture shows").inputValue(), "Its crumb");
    assert.deepEqual(complaints, []);
    await close();
  });

  await shows("what is published now is told with its address, and trouble is settled by a person", async () => {
    await begin({ some: true });
    const { page, complaints, close } = await browser.open("/sites/1/posts/new");
    await page.getByLabel("Text", { exact: true }).fill("Now.");
    await page.getByLabel("@bakery.example").check();
    await page.getByRole("button", { name: "Publish now" }).click();
    await page.getByRole("dialog", { name: "Publish now to 1 account?" }).getByRole("button", { name: "Publish now" }).click();
    await page.getByRole("link", { name: /^See it ?, @bakery.example$/ }).waitFor();
    await page.getByText(/^Went out on/).waitFor();
    await browser.axeIsContent(page);
    await browser.shot(page, "posts-published");
    await page.getByRole("link", { name: "All posts" }).click();
    const trouble = page.getByRole("region", { name: "Needs you" });
    await trouble.getByText("look whether it is there.").waitFor();
    await trouble.getByRole("button", { name: "It is there" }).first().click();
    await page.getByText("@bakery@mastodon.example: live.").waitFor();
    await trouble.getByRole("button", { name: "Skip" }).click();
    await page.getByText("@bakery@mastodon.example: skipped.").waitFor();
    assert.equal(await trouble.count(), 0);
    assert.deepEqual(complaints, []);
    await close();
  });

  await shows("a viewer looks at posts and accounts, and finds nothing to write", async () => {
    await begin({ some: true }, { role: "viewer" });
    const { page, complaints, close } = await browser.open("/sites/1/posts");
    await page.getByText("You may look at posts").waitFor();
    await heading(page, "Your turn");
    assert.equal(await page.locator("main form:visible").count(), 0);
    await page.goto(new URL("/accounts", page.url()).href);
    await page.getByText("You may look at the accounts").waitFor();
    assert.equal(await page.locator("main button:visible").count(), 0);
    assert.deepEqual(complaints, []);
    await close();
    await play("reset", { sites: "some", password: true });
  });
}
