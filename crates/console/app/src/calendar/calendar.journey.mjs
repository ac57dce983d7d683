// When posts go out: looked at by month and week, carried to another time by keyboard and pointer, put back, put into the
// slots of the week, and read by another calendar.

import assert from "node:assert/strict";
import { tabTo } from "../../tests/browser.mjs";

const after = (day, days) => new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
const weekday = (day) => (new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7;

export default async function calendar(tools) {
  const { browser, shows, play, mock } = tools;
  if (!mock) return;
  const begin = (state = {}, more = {}) => play("reset", { sites: "some", password: true, posts: state, ...more });
  /** The posts of the mock that are planned, or went out, by what they say first. */
  const read = (page) => page.evaluate(() => fetch("/api/v1/sites/1/posts").then((answer) => answer.json()).then(({ items }) => items));
  const named = async (page, text) => (await read(page)).find((post) => post.text.startsWith(text));
  const wall = async (page) => (await named(page, "Christmas stollen")).wall.slice(0, 16);
  const chip = (page, text) => page.locator("a.chip").filter({ hasText: text });
  const cell = (page, key) => page.locator(`[data-at="${key}"]`);
  /** Drags as a hand does: in steps. `before` looks while it is held above where it goes. */
  async function drag(page, from, to, before = () => undefined) {
    // What still moves into its place is not where it was measured.
    await page.evaluate(() => document.fonts.ready);
    await page.waitForLoadState("networkidle");
    await from.hover();
    const [here, there] = [await from.boundingBox(), await to.boundingBox()];
    await page.mouse.move(here.x + 12, here.y + 10);
    await page.mouse.down();
    await page.mouse.move(here.x + 30, here.y + 14, { steps: 4 });
    await page.mouse.move(there.x + there.width / 2, there.y + there.height / 2, { steps: 8 });
    await before();
    await page.mouse.up();
  }
  const stands = (page) => page.getByRole("grid").waitFor();

  await begin();
  await browser.everywhere(tools, "calendar-none", "/sites/1/posts?view=month", (page) => page.getByText("Nothing is planned in this month.").waitFor());
  await begin({ some: true, slots: true });
  await browser.everywhere(tools, "calendar-month", "/sites/1/posts?view=month", stands);
  await browser.everywhere(tools, "calendar-week", "/sites/1/posts?view=week", stands);
  await browser.everywhere(tools, "calendar-slots", "/sites/1/posts?view=slots", (page) => page.getByText("The next free slot").waitFor());
  await begin({ accounts: true });
  await browser.everywhere(tools, "calendar-slots-none", "/sites/1/posts?view=slots", (page) => page.getByText("No slots yet.").waitFor());

  await shows("a planned post is carried to another day by keyboard, put back by Escape, dropped by Enter, and undone", async () => {
    await begin({ some: true });
    const { page, complaints, close } = await browser.open("/sites/1/posts?view=month");
    const post = await named(page, "Christmas stollen");
    const day = post.wall.slice(0, 10);
    const [month, time] = [`/sites/1/posts?view=month&date=${day}`, post.wall.slice(11, 16)];
    await page.goto(new URL(month, page.url()).href);
    await chip(page, "Christmas stollen").waitFor();
    await cell(page, day).focus();
    await page.keyboard.press("Tab");
    assert.match(await page.evaluate(() => document.activeElement.textContent), /Christmas stollen/);
    await page.keyboard.press("Space");
    await page.getByText(/^Picked up “Christmas stollen/).waitFor({ state: "attached" });
    await page.keyboard.press("ArrowRight");
    await page.keyboard.press("ArrowDown");
    const to = after(day, 8);
    await page.waitForFunction((key) => document.activeElement?.dataset.at === key, to);
    await browser.axeIsContent(page);
    await browser.shot(page, "calendar-carried");
    await page.keyboard.press("Escape");
    await page.getByText(/ is where it was\.$/).waitFor({ state: "attached" });
    await page.waitForFunction((id) => document.activeElement?.dataset.post === id, post.id);
    assert.equal(await wall(page), post.wall.slice(0, 16));
    await page.keyboard.press("Space");
    await page.keyboard.press("ArrowRight");
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    await page.getByRole("status").getByText(/^Moved to/).waitFor();
    assert.equal(await wall(page), `${to}T${time}`);
    await page.waitForFunction((id) => document.activeElement?.dataset.post === id, post.id);
    assert.match(page.url(), new RegExp(`date=${to}`));
    await browser.axeIsContent(page);
    await browser.shot(page, "calendar-moved");
    await page.getByRole("button", { name: "Undo" }).press("Enter");
    await page.getByRole("status").getByText(/^Back on/).waitFor();
    assert.equal(await wall(page), post.wall.slice(0, 16));
    assert.deepEqual(complaints, []);
    await close();
  });

  await shows("it is dragged to another day and keeps its time, and to another hour of a week", async () => {
    await begin({ some: true });
    const { page, complaints, close } = await browser.open("/sites/1/posts?view=month", { height: 1600 });
    const post = await named(page, "Christmas stollen");
    const day = post.wall.slice(0, 10);
    await page.goto(new URL(`/sites/1/posts?view=month&date=${day}`, page.url()).href);
    await chip(page, "Christmas stollen").waitFor();
    // Another day of the same week, or of the next where that one is over.
    const to = after(day, weekday(day) === 6 ? 0 : 6 - weekday(day));
    if (to !== day) {
      await drag(page, chip(page, "Christmas stollen"), cell(page, to), async () => {
        await cell(page, to).locator(".ghost").waitFor();
        assert.equal(await page.locator(".ghost").count(), 1, "in the day above which it is held, and in no other");
        await browser.shot(page, "calendar-dragged", false);
      });
      await page.getByRole("status").getByText(/^Moved to/).waitFor();
      assert.equal(await wall(page), `${to}T${post.wall.slice(11, 16)}`);
    }
    await page.getByRole("link", { name: "Week", exact: true }).click();
    await chip(page, "Christmas stollen").waitFor();
    await page.goto(new URL(`/sites/1/posts?view=week&date=${to}`, page.url()).href);
    await chip(page, "Christmas stollen").waitFor();
    // Far from where it stands, whenever this runs.
    const hour = post.wall.slice(11, 13) < "12" ? "23" : "01";
    await drag(page, chip(page, "Christmas stollen"), cell(page, `${to}T${hour}`));
    await page.getByRole("status").getByText(new RegExp(`, ${hour}:`)).waitFor();
    assert.equal(await wall(page), `${to}T${hour}:${post.wall.slice(14, 16)}`);
    await browser.shot(page, "calendar-week-moved");
    assert.deepEqual(complaints, []);
    await close();
  });

  await shows("what went out, waits for somebody or needs one stays where it is and says why, and what is over is refused", async () => {
    await begin({ some: true });
    const { page, complaints, close } = await browser.open("/sites/1/posts?view=month", { expected: [/422/] });
    for (const [text, why] of [["Open on Sunday", "It needs you first"], ["The oven is hot", "It is on its way"]]) {
      const day = (await named(page, text)).wall.slice(0, 10);
      await page.goto(new URL(`/sites/1/posts?view=month&date=${day}`, page.url()).href);
      await page.getByRole("button", { name: new RegExp(`^Move ?, “${text}`) }).click();
      await page.getByText(why).waitFor();
    }
    // With a press instead of a drag: picked up below, put where one presses.
    const post = await named(page, "Christmas stollen");
    const day = post.wall.slice(0, 10);
    await page.goto(new URL(`/sites/1/posts?view=month&date=${day}`, page.url()).href);
    await page.getByRole("button", { name: /^Move ?, “Christmas/ }).click();
    await page.getByText("is picked up: choose where it is to go out.").waitFor();
    await page.keyboard.press("PageUp");
    await page.keyboard.press("PageUp");
    await page.keyboard.press("Enter");
    await page.getByText(/ is over: choose a later time/).waitFor();
    assert.equal(await wall(page), post.wall.slice(0, 16));
    assert.deepEqual(complaints, []);
    await close();
  });

  await shows("filters stand in the address, arrow keys walk into the next month, and a day leads to a post for it", async () => {
    await begin({ some: true });
    const { page, complaints, close } = await browser.open("/sites/1/posts?view=month&date=2027-01-31");
    await page.getByText("Nothing is planned in this month.").waitFor();
    await cell(page, "2027-01-31").focus();
    await page.keyboard.press("ArrowRight");
    await page.waitForFunction(() => document.activeElement?.dataset.at === "2027-02-01");
    await page.getByRole("heading", { name: "February 2027", exact: true }).waitFor();
    await page.keyboard.press("PageDown");
    await page.waitForFunction(() => document.activeElement?.dataset.at === "2027-03-01");
    await page.keyboard.press("Home");
    await page.getByRole("link", { name: "Write a post for this day" }).click();
    assert.equal(await page.getByLabel("Day", { exact: true }).inputValue(), "2027-03-01");
    await page.goBack();
    await page.getByRole("heading", { name: "March 2027", exact: true }).waitFor();
    await page.getByRole("button", { name: "Today" }).click();
    await page.getByLabel("State").selectOption({ label: "went out" });
    await page.waitForFunction(() => location.search.includes("state=live"));
    await page.getByRole("link", { name: "List", exact: true }).click();
    await page.getByRole("heading", { name: "What went out" }).waitFor();
    assert.equal(await page.getByRole("heading", { name: "Your turn" }).count(), 0);
    await page.getByRole("button", { name: "Show all" }).click();
    await page.getByRole("heading", { name: "Your turn" }).waitFor();
    assert.deepEqual(complaints, []);
    await close();
  });

  await shows("slots of the week are chosen, a post takes the next free one, and the next one takes the slot after", async () => {
    await begin({ accounts: true });
    const { page, complaints, close } = await browser.open("/sites/1/posts/new");
    await page.getByRole("link", { name: "Choose slots" }).click();
    await page.getByRole("button", { name: /^Begin with Monday/ }).click();
    await page.getByLabel("Another slot on Tuesday").fill("17:30");
    await page.keyboard.press("Enter");
    await page.getByRole("button", { name: "Remove Friday at 09:00" }).click();
    await page.getByLabel("Time zone of these slots").selectOption("Europe/Berlin");
    await page.getByRole("button", { name: "Save", exact: true }).click();
    await page.getByText(/^The next free slot: .*Europe\/Berlin/).waitFor();
    await browser.axeIsContent(page);
    const first = await page.locator(".next").textContent();
    await page.getByRole("link", { name: "Write a post" }).click();
    await page.getByLabel("Text", { exact: true }).fill("Queued.");
    await page.getByLabel("Bakery on the corner").check();
    await page.getByText("The next free slot: ").waitFor();
    await tabTo(page, /^Take the next free slot$/);
    await page.keyboard.press("Enter");
    const moment = first.replace("The next free slot: ", "").replace(/\.$/, "");
    await page.getByRole("dialog").getByText(moment).waitFor();
    await page.getByRole("dialog").getByRole("button", { name: "Take the next free slot" }).click();
    await page.getByText(`Planned for ${moment}.`).waitFor();
    await browser.axeIsContent(page);
    await page.getByRole("link", { name: "All posts" }).click();
    await page.getByRole("link", { name: "Slots", exact: true }).click();
    await page.getByText("The next free slot").waitFor();
    assert.notEqual(await page.locator(".next").textContent(), first);
    assert.deepEqual(complaints, []);
    await close();
  });

  await shows("a planned post is let go out again and again, and no more", async () => {
    await begin({ some: true });
    const { page, complaints, close } = await browser.open("/sites/1/posts?view=month", { expected: [/422/] });
    const { id } = await named(page, "Christmas stollen");
    await page.goto(new URL(`/sites/1/posts/${id}`, page.url()).href);
    await page.getByText("Let it go out again and again").click();
    await page.getByLabel("Every", { exact: true }).fill("0");
    await page.getByRole("button", { name: "Repeat it", exact: true }).click();
    await page.getByText("A post repeats every 1 to 366 days").waitFor();
    await page.getByLabel("Every", { exact: true }).fill("2");
    await page.getByLabel("So many times more").fill("4");
    await page.getByLabel("And not after (optional)").fill("2027-12-24");
    await page.getByRole("button", { name: "Repeat it", exact: true }).click();
    await page.getByText("Goes out again every 2 weeks, 4 more times, and not after Friday, 24 December 2027.").waitFor();
    await browser.axeIsContent(page);
    await page.getByRole("button", { name: "Repeat it no more" }).click();
    await page.getByText("Let it go out again and again").waitFor();
    assert.deepEqual(complaints, []);
    await close();
  });

  await shows("a link for other calendars is told once, and all of them end", async () => {
    await begin({ accounts: true });
    const { page, complaints, close } = await browser.open("/sites/1/posts?view=slots");
    await page.getByText("No link was made yet.").waitFor();
    await page.getByRole("button", { name: "Make a link" }).click();
    await page.getByText(/\/calendar\/.*\.ics$/).waitFor();
    await page.getByText("1 link opens it.").waitFor();
    await browser.axeIsContent(page);
    await browser.shot(page, "calendar-link");
    await page.getByRole("button", { name: "End all links" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "End all links" }).click();
    await page.getByText("No link opens the calendar any more.").waitFor();
    assert.deepEqual(complaints, []);
    await close();
  });

  await shows("a sheet or JSON is tried, its faulty lines are named, and a good one comes in whole", async () => {
    await begin({ accounts: true });
    const { page, complaints, close } = await browser.open("/sites/1/posts");
    await page.getByText("Posts as a sheet").click();
    const give = (text) => page.locator('input[type="file"]').setInputFiles({ name: "posts.csv", mimeType: "text/plain", buffer: Buffer.from(text) });
    await give("when,text,accounts\n2020-01-01T09:00,Late,Bakery on the corner\n2099-01-01T09:00,Lost,@nobody\n");
    await page.getByText("2 lines of 2 posts have faults, so nothing was kept").waitFor();
    await page.getByText("Line 2: 2020-01-01T09:00:00 is over").waitFor();
    await page.getByText("Line 3: there is no account @nobody").waitFor();
    await browser.axeIsContent(page);
    await browser.shot(page, "calendar-sheet");
    await give("when,text,accounts\n2099-01-01T09:00,Far ahead,Bakery on the corner\n,A draft of the sheet,Bakery on the corner\n");
    await page.getByRole("button", { name: "Bring 2 posts in" }).click();
    await page.getByText("2 posts came in.").waitFor();
    await page.getByText("Far ahead", { exact: true }).waitFor();
    await page.getByText("A draft of the sheet", { exact: true }).waitFor();
    // The same as JSON, whatever the machine thinks of the file.
    const json = (text) => page.locator('input[type="file"]').setInputFiles({ name: "Posts.JSON", mimeType: "application/octet-stream", buffer: Buffer.from(text) });
    await json("when,text");
    await page.getByText("This file is no JSON").waitFor();
    await json(JSON.stringify({ posts: [{ text: "Fine", accounts: ["Bakery on the corner"] }, { text: "Lost", accounts: ["@nobody"] }] }));
    await page.getByText("One post of 2 posts has a fault").waitFor();
    await page.getByText("Post 2: there is no account @nobody").waitFor();
    await browser.axeIsContent(page);
    await json(JSON.stringify([{ text: "A draft of the list", accounts: ["Bakery on the corner"] }]));
    await page.getByRole("button", { name: "Bring 1 post in" }).click();
    await page.getByText("A draft of the list", { exact: true }).waitFor();
    assert.equal(await page.getByRole("link", { name: "Download as JSON" }).getAttribute("href"), "/api/v1/sites/1/posts.json");
    assert.deepEqual(complaints, []);
    await close();
  });

  await shows("what becomes of posts that missed their time is chosen for the workspace, and said", async () => {
    await begin({ accounts: true });
    const { page, complaints, close } = await browser.open("/settings/workspace");
    await page.getByText("it goes out up to 2 hours late; later, somebody is asked first.").waitFor();
    await page.getByLabel("Goes out nevertheless").selectOption({ label: "up to 30 minutes late" });
    await page.getByLabel("And otherwise").selectOption({ label: "it is skipped" });
    await page.locator("section").filter({ has: page.getByLabel("And otherwise") }).getByRole("button", { name: "Save" }).click();
    await page.getByText("it goes out up to 30 minutes late; later, it is skipped.").waitFor();
    await browser.axeIsContent(page);
    assert.deepEqual(complaints, []);
    await close();
  });

  await shows("a viewer looks at the calendar and finds nothing to move", async () => {
    await begin({ some: true }, { role: "viewer" });
    const { page, complaints, close } = await browser.open("/sites/1/posts?view=month");
    await stands(page);
    assert.equal(await page.getByRole("button", { name: /^Move/ }).count(), 0);
    await page.getByRole("link", { name: "Slots", exact: true }).click();
    await page.getByText("No slots were chosen yet.").waitFor();
    assert.equal(await page.locator("main button:visible").count(), 0);
    assert.deepEqual(complaints, []);
    await close();
    await play("reset", { sites: "some", password: true });
  });
}
