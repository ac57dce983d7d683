// Money: the price of an hour is said, hours are entered, taken back, proposed, timed; a goal is made and removed.

import assert from "node:assert/strict";

export default async function money(tools) {
  const { browser, shows, play, mock } = tools;
  if (!mock) return;
  const begin = (state = {}) => play("reset", { sites: "some", password: true, money: state });
  const empty = (page) => page.getByText("No hours entered yet.").waitFor();
  const goals = (page) => page.getByText("Nothing was sold yet.").waitFor();
  await begin();
  await browser.everywhere(tools, "money-hours-empty", "/sites/1/money", empty);
  await browser.everywhere(tools, "money-goals-empty", "/sites/1/money/goals", goals);
  await begin({ seen: true, hour: 3000 });
  await browser.everywhere(tools, "money-hours-seen", "/sites/1/money/hours", (page) => page.getByRole("heading", { name: "2:10 this week" }).waitFor());

  await shows("hours are entered by keyboard, get their price, and are taken back and put in again", async () => {
    await begin();
    const { page, complaints, close } = await browser.open("/sites/1/money");
    await empty(page);
    await page.getByLabel("How long").fill("soon");
    await page.getByLabel("How long").press("Enter");
    await page.getByText("Write how long it took, such as 1:30").waitFor();
    await page.getByLabel("How long").fill("1.5 h");
    await page.getByLabel("How long").press("Enter");
    await page.getByText("Entered: 1:30, posts.").waitFor();
    await page.getByText("1:30 have no price: say above what an hour costs.").waitFor();
    await page.getByLabel("An hour, in EUR").fill("30");
    await page.getByLabel(/what is left after goods/).fill("40");
    await page.getByRole("button", { name: "Keep these" }).click();
    await page.getByText("An hour costs €30; of a sale 40 % are left.").waitFor();
    await page.getByText("1:30 · €45").waitFor();
    // What lasts is entered once, and its month has a part of it.
    await page.getByLabel("What for").selectOption("mending");
    await page.getByLabel("How long").fill("6:00");
    await page.getByRole("button", { name: "Enter it" }).click();
    await page.getByText("0:30, €15 of 6:00, €180, over 12 months").waitFor();
    await page.getByRole("button", { name: /^Take back: posts/ }).click();
    await page.getByText("Taken back.").waitFor();
    await page.getByText("0:30 · €15", { exact: true }).waitFor();
    await page.getByRole("button", { name: "Undo" }).click();
    await page.getByText("2:00 · €60", { exact: true }).waitFor();
    // Ads are money, and may be of another currency.
    await page.getByLabel("What went into it").selectOption("ad_spend");
    assert.equal(await page.getByLabel("What for").inputValue(), "ad");
    await page.getByLabel("How much, in EUR").fill("12,50");
    await page.getByText("Network, campaign, page, currency, months, a note").click();
    await page.locator("#of-currency").selectOption("USD");
    await page.getByRole("button", { name: "Enter it" }).click();
    await page.getByText("there is no exchange rate of USD").waitFor();
    await browser.axeIsContent(page);
    await browser.shot(page, "money-hours-entered", true);
    await page.getByRole("button", { name: "The month before" }).click();
    await page.getByText(/^Nothing was entered in/).waitFor();
    assert.deepEqual(complaints, []);
    await close();
  });

  await shows("hours that were seen are changed and booked, or said to be no work", async () => {
    await begin({ seen: true, hour: 3000 });
    const { page, complaints, close } = await browser.open("/sites/1/money");
    await page.getByText("1:20 posts, 0:30 answers, 0:20 mending").waitFor();
    await page.getByRole("button", { name: "It was no work" }).click();
    await page.getByText("Not booked.").waitFor();
    await page.getByRole("button", { name: "Undo" }).click();
    await page.getByRole("button", { name: "Change", exact: true }).click();
    await page.getByLabel("Time for posts").fill("2:00");
    await page.getByLabel("Time for mending").fill("0");
    await page.getByRole("button", { name: "Book it" }).click();
    await page.getByText("Booked, as 2 entries.").waitFor();
    await page.getByText("2:30 · €75").waitFor();
    assert.equal(await page.getByRole("heading", { name: /this week/ }).count(), 0);
    assert.deepEqual(complaints, []);
    await close();
  });

  await shows("a timer is stopped into an entry, and a forgotten one asks for the true time", async () => {
    await begin({ hour: 3000, timer: { site: "1", activity: "reply", seconds: 5 * 3600 } });
    const { page, complaints, close } = await browser.open("/sites/1/money");
    await page.getByLabel(/How long did you work/).fill("0:40");
    await page.getByRole("button", { name: "Enter that" }).click();
    await page.getByText("Entered: 0:40.").waitFor();
    await page.getByLabel("What you work at").selectOption("article");
    await page.getByRole("button", { name: "Start the timer" }).click();
    await page.getByText("The timer runs: articles").waitFor();
    await page.getByRole("button", { name: "Throw it away" }).click();
    await page.getByText("The timer’s time was thrown away.").waitFor();
    assert.deepEqual(complaints, []);
    await close();
  });

  await shows("a goal is made, its sales are told with what they are put down to, and it is removed and put back", async () => {
    await begin();
    const { page, complaints, close } = await browser.open("/sites/1/money/goals", { expected: [/422/] });
    await goals(page);
    await page.getByLabel("What it is called").fill("Order placed");
    await page.getByRole("button", { name: "Make the goal" }).click();
    await page.getByText("Write the beginning of the page's path").waitFor();
    await page.getByLabel("The page’s path begins with").fill("/thank-you");
    await page.getByLabel("What one brings, in EUR").fill("5");
    await page.getByRole("button", { name: "Make the goal" }).click();
    await page.getByText("Order placed counts from now on, once in a visit.").waitFor();
    await page.getByText("pages that begin with /thank-you, each €5").waitFor();
    await page.getByText("share buttons · WhatsApp").waitFor();
    await page.getByText("€5 paid back").waitFor();
    await browser.axeIsContent(page);
    await browser.shot(page, "money-goals-made", true);
    await page.getByRole("button", { name: "Remove Order placed" }).click();
    await page.getByText("Order placed counts no more.").waitFor();
    await page.getByRole("button", { name: "Undo" }).click();
    await page.getByRole("button", { name: "Remove Order placed" }).waitFor();
    assert.deepEqual(complaints, []);
    await close();
  });

  await shows("a viewer looks, and finds nothing to enter", async () => {
    await play("reset", { sites: "some", password: true, role: "viewer" });
    const { page, complaints, close } = await browser.open("/sites/1/money");
    await page.getByText("You may look at hours and money").waitFor();
    assert.equal(await page.locator("main form:visible").count(), 0);
    await page.goto(new URL("/sites/1/money/goals", page.url()).href);
    await page.getByText("You may look at goals and sales").waitFor();
    assert.equal(await page.locator("main form:visible").count(), 0);
    assert.deepEqual(complaints, []);
    await close();
    await play("reset", { sites: "some", password: true });
  });
}
