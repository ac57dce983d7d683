// Publishing: an account is added by hand, a post written and planned, and at its time it is somebody's turn.

import assert from "node:assert/strict";
import { focused, tabTo } from "../../tests/browser.mjs";
import { uploads } from "./bring.journey.mjs";

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
    await page.getByLabel("The page that it carries").focus();
    await page.keyboard.type("https://bakery.example/rye");
    await page.keyboard.press("Tab");
    assert.equal(await page.evaluate(() => document.activeElement.textContent), "Fill from the page");
    await page.keyboard.press("Tab");
    assert.equal(await focused(page), "text");
    await page.keyboard.type("Rye bread is back.");
    await page.keyboard.press("Tab");
    await page.keyboard.type("Rye bread");
    assert.ok(await page.getByLabel("Bakery on the corner").isChecked());
    await page.getByText(/^\d+ of 300$/).waitFor();
    await tabTo(page, /^Plan it$/);
    await page.keyboard.press("Enter");
    const dialog = page.getByRole("dialog", { name: "Plan it for 1 account?" });
    await dialog.getByText(/Facebook \(Bakery on the corner\), on .* at 09:00.*at that time it is your turn/).waitFor();
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

  await shows("what a live post says is corrected by keyboard, too long a text is told, and what is taken down stands here as taken away", async () => {
    await begin({ some: true });
    const { page, complaints, close } = await browser.open("/sites/1/posts/po5");
    await page.getByRole("button", { name: /^Correct the text ?, Bluesky \(@bakery.example\)$/ }).press("Enter");
    const text = page.getByLabel("What it is to say on Bluesky (@bakery.example)");
    assert.match(await text.inputValue(), /^Rye bread is back/);
    await page.getByText(/^\d+ of 300$/).waitFor();
    await text.fill("x".repeat(301));
    await page.getByRole("status").getByText("1 too long: shorten it").waitFor();
    assert.equal(await text.getAttribute("aria-invalid"), "true");
    await browser.axeIsContent(page);
    await browser.shot(page, "posts-correct-long");
    const now = page.getByRole("button", { name: "Correct it there" });
    assert.equal(await now.getAttribute("aria-disabled"), "true");
    await now.press("Enter");
    assert.match(await focused(page), /^amend-/, "nothing is sent, and the text is there to be shortened");
    await text.fill("Rye bread is back, on Fridays.");
    await page.getByText("30 of 300", { exact: true }).waitFor();
    await browser.axeIsContent(page);
    await browser.shot(page, "posts-correct");
    await page.getByRole("button", { name: "Correct it there" }).press("Enter");
    await page.getByText("Bluesky (@bakery.example): the correction is on its way.").waitFor();
    await page.getByRole("button", { name: /^Take it down ?, Bluesky \(@bakery.example\)$/ }).click();
    await page.getByRole("dialog", { name: "Take it down on Bluesky (@bakery.example)?" }).getByRole("button", { name: "Take it down" }).click();
    await page.getByText("Jo took it down").waitFor();
    assert.equal(await page.getByRole("button", { name: /^Correct the text/ }).count(), 0);
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
    await page.getByText("Connect with the app password instead").click();
    const typed = page.locator("#way-bluesky details").first();
    await typed.getByLabel("Handle").fill("florist.example");
    assert.equal(await page.getByLabel("App password").getAttribute("type"), "password");
    assert.equal(await typed.getByLabel("Server").inputValue(), "bsky.social");
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

  await shows("an account is looked at, and what is found is said with what to do", async () => {
    await begin({ accounts: true });
    const { page, complaints, close } = await browser.open("/accounts");
    await page.getByRole("button", { name: /^Check this account/ }).first().click();
    await page.getByText("The token’s app lacks write:media.").waitFor();
    assert.equal(await page.getByRole("link", { name: "Go there" }).getAttribute("href"), "https://mastodon.example/settings/applications");
    await browser.axeIsContent(page);
    await browser.shot(page, "accounts-check");
    await page.getByRole("button", { name: /^Check this account/ }).first().click();
    assert.equal(await page.getByText("The token’s app lacks").count(), 0);
    assert.deepEqual(complaints, []);
    await close();
  });

  await shows("an account is connected on its network’s own page, and what stands against that is said before", async () => {
    await begin();
    const { page, complaints, close } = await browser.open("/accounts", { expected: [/422/] });
    await page.getByRole("button", { name: /^Connect ?: Bluesky$/ }).click();
    const form = page.locator("form.sign-in");
    await form.getByLabel("Handle").fill("florist.example");
    await form.getByLabel("Server").fill("nowhere.example");
    await form.getByRole("button", { name: "Sign in at Bluesky" }).click();
    await page.getByText("has no page for signing in to programs").waitFor();
    await browser.axeIsContent(page);
    await browser.shot(page, "accounts-sign-in");
    await form.getByLabel("Server").fill("bsky.social");
    await form.getByRole("button", { name: "Sign in at Bluesky" }).click();
    await page.getByText("@florist.example is connected.").waitFor();
    assert.equal(new URL(page.url()).search, "", "the address says it once");
    assert.equal(await focused(page), "said");
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

  await shows("pages of the site are suggested by title and address, chosen by arrow keys, let go by Escape, and Enter fills from one", async () => {
    await begin({ accounts: true });
    const { page, complaints, close } = await browser.open("/sites/1/posts/new");
    const field = page.getByRole("combobox", { name: "The page that it carries" });
    const options = page.getByRole("listbox", { name: "Pages of the site" }).getByRole("option");
    await page.getByLabel("@bakery.example").waitFor();
    assert.equal(await page.evaluate(() => document.querySelector("fieldset :is(input, textarea)").id), "page", "it stands first");
    await field.focus();
    await page.keyboard.type("rye w");
    await options.filter({ hasText: "Rye with walnuts" }).waitFor();
    assert.deepEqual([await options.count(), await field.getAttribute("aria-expanded")], [1, "true"]);
    await page.keyboard.press("Escape");
    assert.deepEqual([await field.inputValue(), await field.getAttribute("aria-expanded")], ["rye w", "false"], "what was typed stays");
    await field.fill("rye");
    await options.nth(1).waitFor();
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("ArrowDown");
    const reached = await field.getAttribute("aria-activedescendant");
    assert.equal(await page.locator(`#${reached}`).getAttribute("aria-selected"), "true");
    await browser.axeIsContent(page);
    await browser.shot(page, "posts-pages-suggested", false);
    await page.keyboard.press("ArrowUp");
    await page.keyboard.press("Enter");
    assert.equal(await field.inputValue(), "https://bakery.example/rye");
    assert.equal(await options.count(), 0);
    await page.keyboard.press("Enter");
    await page.waitForFunction(() => document.activeElement?.id === "text");
    assert.match(await page.getByLabel("Text", { exact: true }).inputValue(), /^Rye bread, baked today/);
    assert.equal(await page.getByText("Saved as a draft.").count(), 0, "Enter there keeps nothing");
    // With nothing typed, an arrow key shows what there is; a press takes one.
    await field.fill("");
    await page.keyboard.press("ArrowDown");
    await options.filter({ hasText: "Christmas stollen" }).click();
    assert.equal(await field.inputValue(), "https://bakery.example/stollen");
    await field.fill("nothing like it");
    await options.first().waitFor({ state: "hidden" });
    assert.deepEqual(complaints, []);
    await close();
  });

  await shows("on a telephone the buttons stay at the bottom of the screen, with what is wrong, and cover nothing at the end", async () => {
    await begin({ accounts: true });
    for (const colorScheme of ["light", "dark"]) {
      const { page, complaints, close } = await browser.open("/sites/1/posts/new", { width: 390, height: 844, colorScheme });
      const plan = page.getByRole("button", { name: "Plan it" });
      await plan.waitFor();
      await page.getByLabel("Text", { exact: true }).fill("Rye ".repeat(40));
      const { y, height } = await plan.boundingBox();
      assert.ok(y > 600 && y + height <= 844, `${y}`);
      await plan.click();
      const fault = page.getByText("Choose at least one account.");
      const at = await fault.boundingBox();
      assert.ok(at.y > 500 && at.y < y, "what is wrong is said where it was pressed");
      await browser.axeIsContent(page);
      await browser.scrollsNotSideways(page);
      await browser.shot(page, `posts-dock-${colorScheme}`, false);
      await page.evaluate(() => scrollTo(0, document.documentElement.scrollHeight));
      const zone = await page.getByLabel("Time zone").boundingBox();
      assert.ok(zone.y + zone.height <= (await plan.boundingBox()).y);
      assert.deepEqual(complaints, []);
      await close();
    }
  });

  await shows("on a telephone what is said in passing covers none of the composer’s buttons, wherever the page is scrolled to", async () => {
    await begin({ accounts: true }, { server: { paused: { since: "2026-11-24T09:12:00Z", why: "Ada said so" } } });
    const { page, complaints, close } = await browser.open("/sites/1/posts/new", { width: 390, height: 844 });
    await page.getByRole("button", { name: "Resume" }).click();
    const toast = page.locator(".toast");
    await toast.getByRole("button", { name: "Undo" }).waitFor();
    const buttons = page.locator(".dock button");
    assert.ok((await buttons.count()) >= 3);
    for (const end of ["top", "bottom"]) {
      await page.evaluate((end) => scrollTo(0, end === "top" ? 0 : document.documentElement.scrollHeight), end);
      const said = await toast.boundingBox();
      for (const button of await buttons.all()) {
        const at = await button.boundingBox();
        const apart = said.y + said.height <= at.y || at.y + at.height <= said.y || said.x + said.width <= at.x || at.x + at.width <= said.x;
        assert.ok(apart, `at the ${end} it covers “${await button.textContent()}”`);
      }
      await browser.shot(page, `posts-toast-${end}`, false);
    }
    await toast.getByRole("button", { name: "Undo" }).click();
    await page.getByText("Ada said so.").waitFor();
    assert.deepEqual(complaints, []);
    await close();
    await begin();
  });

  await shows("below a picture Telegram takes 1,024 signs, and the count says so", async () => {
    await begin({});
    const { page, complaints, close } = await browser.open("/accounts");
    await page.getByRole("button", { name: /^By hand ?: Telegram$/ }).click();
    await page.getByRole("button", { name: "Add it" }).click();
    await page.getByText("Telegram is added").waitFor();
    await page.goto(new URL("/sites/1/posts/new", page.url()).href);
    await page.getByLabel("Text", { exact: true }).fill("r".repeat(1_030));
    await page.getByText("1,030 of 4,096").waitFor();
    await page.locator("input[type=file]").setInputFiles([{ name: "loaf.png", mimeType: "image/png", buffer: Buffer.from("loaf") }]);
    await page.getByText("6 too long: shorten it").waitFor();
    await page.getByRole("button", { name: /^Take away/ }).click();
    await page.getByText("1,030 of 4,096").waitFor();
    assert.deepEqual(complaints, []);
    await close();
  });

  await shows("everything is paused after a question, said on list, calendar and composer, and goes on; both can be undone", async () => {
    await begin({ some: true });
    const { page, complaints, close } = await browser.open("/sites/1/posts");
    const paused = page.getByText(/^Tidings is paused since/);
    await page.getByRole("button", { name: "Pause all" }).press("Enter");
    const dialog = page.getByRole("dialog", { name: "Pause everything?" });
    await dialog.getByRole("button", { name: "Go on as planned" }).click();
    assert.equal(await paused.count(), 0);
    await page.getByRole("button", { name: "Pause all" }).click();
    await browser.axeIsContent(page);
    await dialog.getByRole("button", { name: "Pause all" }).click();
    await paused.waitFor();
    await page.getByRole("button", { name: "Undo" }).click();
    await paused.waitFor({ state: "detached" });
    await page.getByRole("button", { name: "Pause all" }).click();
    await dialog.getByRole("button", { name: "Pause all" }).click();
    await paused.waitFor();
    assert.equal(await page.getByRole("button", { name: "Pause all" }).count(), 0);
    await browser.axeIsContent(page);
    await browser.shot(page, "posts-paused", false);
    await page.getByRole("link", { name: "Month", exact: true }).click();
    await paused.waitFor();
    await page.goto(new URL("/sites/1/posts/new", page.url()).href);
    await paused.waitFor();
    await browser.axeIsContent(page);
    await page.getByRole("button", { name: "Resume" }).click();
    await paused.waitFor({ state: "detached" });
    await page.getByRole("button", { name: "Undo" }).click();
    await paused.waitFor();
    await page.goto(new URL("/settings/server", page.url()).href);
    await page.getByText("paused: nothing is read or sent by itself").waitFor();
    await page.getByRole("button", { name: "Resume" }).click();
    await page.getByRole("button", { name: "Pause all" }).waitFor();
    await browser.axeIsContent(page);
    assert.deepEqual(complaints, []);
    await close();
    // Whoever did not set the house up sees that it stands still, and nothing to press.
    await begin({ some: true }, { role: "editor", server: { operator: false, paused: { since: "2026-11-24T09:12:00Z", why: "Ada said so" } } });
    const editor = await browser.open("/sites/1/posts?view=week");
    await editor.page.getByText("Ada said so.").waitFor();
    assert.equal(await editor.page.getByRole("button", { name: /^(Resume|Pause all)$/ }).count(), 0);
    await editor.close();
    await begin();
  });

  await shows("accounts look the same whichever screen one comes from", async () => {
    await begin({ some: true });
    const { page, complaints, close } = await browser.open("/accounts");
    const looks = () => page.locator(".who, .rows > li, .rows button").evaluateAll((all) => all.map((one) => ["marginBottom", "fontWeight", "flexWrap", "justifySelf", "minHeight", "gridTemplateColumns"].map((name) => getComputedStyle(one)[name]).join(" ")));
    await heading(page, "Bakery on the corner");
    const first = await looks();
    for (const by of ["/sites/1", "/settings/workspace", "/sites/1/settings"]) {
      await page.goto(new URL(by, page.url()).href);
      await page.locator("h1:visible").first().waitFor();
      await page.evaluate(() => document.fonts.ready);
      await page.waitForLoadState("networkidle");
      await page.evaluate(() => {
        const link = Object.assign(document.createElement("a"), { href: "/accounts", textContent: "there" });
        document.querySelector("main").append(link);
        link.click();
      });
      await heading(page, "Bakery on the corner");
      assert.deepEqual(await looks(), first, by);
    }
    assert.deepEqual(complaints, []);
    await close();
  });

  await shows("pictures are added and described, a broken film is refused, and they are there after a reload", async () => {
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
    await page.getByText("film.jpg: This film breaks off in the middle").waitFor();
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

  await shows("a film is added and described, shown with how long it runs, and told where it does not go along", async () => {
    await begin({ accounts: true });
    const { page, complaints, close } = await browser.open("/sites/1/posts/new");
    const choose = page.locator("input[type=file]");
    await choose.setInputFiles([{ name: "oven.jpg", mimeType: "image/jpeg", buffer: Buffer.concat([Buffer.from("\0\0\0\x18ftypisom"), Buffer.alloc(200)]) }]);
    await page.waitForFunction(() => document.activeElement?.matches("li input"));
    await page.keyboard.type("Loaves rise in the oven");
    assert.equal(await page.getByLabel("What the film shows").inputValue(), "Loaves rise in the oven");
    assert.equal(await page.locator("video[controls][preload=metadata]").count(), 1);
    await page.getByLabel("@bakery.example").check();
    await page.getByRole("img", { name: "A film, 0:42 long: Loaves rise in the oven" }).waitFor();
    await choose.setInputFiles([{ name: "loaf.png", mimeType: "image/png", buffer: Buffer.from("loaf") }]);
    await page.getByText("takes a film or pictures, and not both in one post").waitFor();
    await browser.axeIsContent(page);
    await browser.shot(page, "posts-film");
    await page.getByRole("button", { name: "Take away picture 2" }).click();
    await page.getByText("takes a film or pictures").waitFor({ state: "detached" });
    await page.getByRole("button", { name: "Save draft" }).click();
    await page.getByText("Saved as a draft.").waitFor();
    await page.reload();
    assert.equal(await page.getByLabel("What the film shows").inputValue(), "Loaves rise in the oven");
    assert.deepEqual(complaints, []);
    await close();
  });

  await uploads(tools, begin);

  await shows("a thread is written by keyboard, its parts joined where there are no threads, and it is there after a reload", async () => {
    await begin({ accounts: true });
    const { page, complaints, close } = await browser.open("/sites/1/posts/new");
    await page.getByLabel("Text", { exact: true }).fill("Rye is back.");
    await page.getByLabel("@bakery.example").check();
    await page.getByLabel("Bakery on the corner").check();
    await page.getByRole("button", { name: "Make it a thread" }).focus();
    await page.keyboard.press("Enter");
    await page.waitForFunction(() => document.activeElement?.matches("textarea"));
    await page.keyboard.type("Three days of leaven.");
    await page.getByRole("button", { name: "Add a part" }).focus();
    await page.keyboard.press("Enter");
    await page.getByLabel("Part 3", { exact: true }).fill("x".repeat(301));
    await page.getByText("Too long for @bakery.example").waitFor();
    await page.getByText("Bakery on the corner: no threads there").waitFor();
    await browser.axeIsContent(page);
    await browser.shot(page, "posts-thread");
    await page.getByRole("button", { name: /^Take away ?: Part 3$/ }).click();
    await page.getByLabel("Where a part is refused").selectOption("take_back");
    const shown = page.getByRole("region", { name: "What people will see" });
    assert.equal(await shown.locator("p.text", { hasText: "Rye is back. Three days of leaven." }).count(), 1);
    await page.getByRole("button", { name: "Save draft" }).click();
    await page.getByText("Saved as a draft.").waitFor();
    await page.reload();
    await page.getByLabel("Part 2", { exact: true }).waitFor();
    assert.equal(await page.getByLabel("Part 2", { exact: true }).inputValue(), "Three days of leaven.");
    assert.equal(await page.getByLabel("Where a part is refused").inputValue(), "take_back");
    assert.deepEqual(complaints, []);
    await close();
  });

  await shows("a first comment carries the link in the post’s place, says who writes it and who does not, and is there after a reload", async () => {
    await begin({ accounts: true });
    const { page, complaints, close } = await browser.open("/sites/1/posts/new");
    await page.getByLabel("Text", { exact: true }).fill("Rye is back.");
    await page.getByLabel("The page that it carries").fill("https://bakery.example/rye");
    await page.getByLabel("@bakery.example").check();
    await page.getByLabel("Bakery on the corner").check();
    const comment = page.getByLabel("Below the post, as soon as it is live");
    await comment.fill("x".repeat(301));
    await page.getByText("Too long for @bakery.example").waitFor();
    await comment.fill("Warm until six:");
    await page.getByText("Written by @bakery.example.").waitFor();
    await page.getByText("Bakery on the corner: no comments by programs there").waitFor();
    await page.getByRole("button", { name: "Put the link into the comment" }).click();
    assert.equal(await comment.inputValue(), "Warm until six: https://bakery.example/rye");
    await page.getByLabel("Leave the link out of the post").check();
    const shown = page.getByRole("region", { name: "What people will see" });
    assert.equal(await shown.locator("p.text", { hasText: "Warm until six" }).count(), 1);
    await browser.axeIsContent(page);
    await browser.shot(page, "posts-comment");
    await page.getByRole("button", { name: "Save draft" }).click();
    await page.getByText("Saved as a draft.").waitFor();
    await page.reload();
    await comment.waitFor();
    assert.equal(await comment.inputValue(), "Warm until six: https://bakery.example/rye");
    assert.equal(await page.getByLabel("Leave the link out of the post").isChecked(), true);
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

  await shows("the price stands beside the buttons, the link is left out at one press, and the wallet is raised in the settings", async () => {
    await begin({ accounts: true, paid: true });
    const { page, complaints, close } = await browser.open("/sites/1/posts/new");
    await page.getByLabel("Text", { exact: true }).fill("Rye bread is back.");
    await page.getByLabel("The page that it carries").fill("https://bakery.example/rye");
    await page.getByLabel("@bakery.example").check();
    assert.equal(await page.getByRole("group", { name: "What it costs" }).count(), 0, "what costs nothing says nothing");
    await page.getByLabel("@shop").check();
    const price = page.getByRole("group", { name: "What it costs" });
    await price.getByText("$0.20", { exact: true }).waitFor();
    await price.getByText("Nobody has said yet what may be spent in a month").waitFor();
    await page.getByRole("button", { name: "Make it a thread" }).click();
    await page.keyboard.type("Three days of leaven.");
    await price.getByText("$0.215", { exact: true }).waitFor();
    await page.getByRole("button", { name: /^Take away ?: Part 2$/ }).click();
    await price.getByText("$0.20", { exact: true }).waitFor();
    await page.getByRole("button", { name: "Save draft" }).click();
    await page.getByText("Saved as a draft.").waitFor();
    await price.getByRole("link", { name: "Wallet" }).click();
    await heading(page, "Wallet");
    await page.getByText("Nobody has approved anything yet").waitFor();
    await page.getByRole("textbox", { name: "Amount" }).fill("twenty");
    await page.getByRole("button", { name: "Approve it" }).click();
    await page.getByText("Write an amount such as 20 or 12.50.").waitFor();
    await page.getByRole("textbox", { name: "Amount" }).fill("0.10");
    await page.getByRole("textbox", { name: "Amount" }).press("Enter");
    await page.getByText("Approved.", { exact: true }).waitFor();
    await page.getByText("Nothing was taken.").waitFor();
    await browser.axeIsContent(page);
    await page.goBack();
    await price.getByText("The wallet does not reach").waitFor();
    await browser.axeIsContent(page);
    await browser.shot(page, "posts-price");
    const leave = price.getByRole("button", { name: /^Post without the link: \$0\.015/ });
    await leave.focus();
    await page.keyboard.press("Enter");
    await price.getByText("$0.015, without its link").waitFor();
    await price.getByText(/Left in .*: \$0\.10/).waitFor();
    await price.getByText("The wallet does not reach").waitFor({ state: "detached" });
    await page.getByRole("button", { name: "Plan it" }).click();
    await page.getByRole("dialog").getByText("It takes $0.015 from the wallet.").waitFor();
    await page.getByRole("dialog").getByRole("button", { name: "Plan it" }).click();
    await page.getByText(/^Planned for/).waitFor();
    await page.reload();
    await price.getByText("$0.015, without its link").waitFor();
    await price.getByRole("button", { name: /^Put the link back/ }).click();
    await price.getByText("$0.20", { exact: true }).waitFor();
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
