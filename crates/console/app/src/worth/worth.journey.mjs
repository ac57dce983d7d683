// Is it worth it? The verdict is read, each number leads to its evidence, down to one visit; every state is looked at.

import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { tabTo } from "../../tests/browser.mjs";

export default async function worth(tools) {
  const { browser, shows, tell, play, mock } = tools;
  if (!mock) return;
  const begin = (about = {}, more = {}) => play("reset", { sites: "some", password: true, worth: about, ...more });
  const stands = (page) => page.locator("h1 .number").first().waitFor();
  const text = (words) => (page) => page.getByText(words).first().waitFor();
  const focus = (page) => page.evaluate(() => document.activeElement?.textContent?.trim() ?? "");

  await begin({ imported: true });
  await browser.everywhere(tools, "worth", "/sites/1/worth", stands);
  await begin({ kind: "empty" });
  await browser.everywhere(tools, "worth-empty", "/sites/1/worth", text("Nothing is measured here yet."));
  await begin({ kind: "early" });
  await browser.everywhere(tools, "worth-early", "/sites/1/worth", stands);
  await begin({ kind: "bare" });
  await browser.everywhere(tools, "worth-bare", "/sites/1/worth", stands);
  await begin({ truth: true }, { server: { demo: true } });
  await browser.everywhere(tools, "worth-truth", "/sites/1/worth", async (page) => {
    await page.getByRole("switch", { name: "Show the truth" }).check();
    await page.getByText("The visits before you opened the demo are made up").waitFor();
  });
  await begin();
  for (const [part, ready] of [
    ["networks", text("WhatsApp")],
    ["activities", text("Own posts")],
    ["posts", text("Rye bread is back")],
    ["campaigns", text("summer")],
    ["pages", text("/rye-bread")],
    ["visits", text("Why?")],
    ["visits/20000", text("That is proven")],
    ["passing", text("The share tree")],
    ["week", text("Most is passed on")],
    ["live", text("in the last 30 minutes")],
  ]) {
    await browser.everywhere(tools, `worth-${part.replace("/", "-")}`, `/sites/1/worth/${part}`, ready);
  }

  await shows("by post stands what each brought, sold and took, and it leads to the post", async () => {
    await begin({}, { posts: { some: true } });
    const { page, complaints, close } = await browser.open("/sites/1/worth");
    await stands(page);
    await page.getByRole("link", { name: "By post" }).click();
    const row = page.getByRole("row").filter({ hasText: "Rye bread is back" });
    await row.waitFor();
    assert.deepEqual(await row.getByRole("cell").allTextContents(), ["212–236", "41–64", "9", "€315", "0:14", "–"]);
    assert.deepEqual((await page.getByRole("row").filter({ hasText: "Open on Sunday" }).getByRole("cell").allTextContents()).slice(-2), ["–", "€0.20"]);
    await row.getByRole("link").press("Enter");
    await page.getByRole("heading", { level: 1, name: "A post" }).waitFor();
    assert.match(page.url(), /\/posts\/po5$/);
    // A receipt leads to the visits by its own link.
    await page.getByRole("link", { name: /^31 visits ?, @bakery.example$/ }).press("Enter");
    await page.getByRole("heading", { level: 1, name: "Single visits" }).waitFor();
    assert.equal(await page.getByLabel("Link’s code").inputValue(), "k7q4mp0");
    // Of one post alone, whose address names it.
    await page.goto(new URL("/sites/1/worth/posts?from=2026-11-01&to=2026-11-27&post=po9", page.url()).href);
    await page.getByText("One post alone.").waitFor();
    assert.deepEqual(await page.locator("tbody th a").allTextContents(), ["Open on Sunday as well."]);
    await browser.axeIsContent(page);
    await browser.shot(page, "worth-one-post");
    await page.getByRole("link", { name: "All posts" }).press("Enter");
    await page.getByRole("row").nth(3).waitFor();
    assert.match(page.url(), /from=2026-11-01&to=2026-11-27$/);
    assert.deepEqual(complaints, []);
    await close();
    await begin({ kind: "empty" });
    const empty = await browser.open("/sites/1/worth/posts");
    await empty.page.getByText("No post went out in this time, and none from before brought anybody.").waitFor();
    await empty.close();
    await begin();
  });

  await shows("by keyboard alone, from a number of the verdict to the one visit behind it, and why it counts", async () => {
    const { page, complaints, close } = await browser.open("/sites/1/worth");
    await stands(page);
    await tabTo(page, /^15–22/);
    await page.keyboard.press("Enter");
    await page.getByText("€90 for 592 visits, or for the 412 that are sure: 15–22 ct a visit.").waitFor();
    assert.equal(await focus(page), "Passed on by visitors");
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { level: 1, name: "Single visits" }).waitFor();
    assert.match(page.url(), /side=smo/);
    await page.getByRole("button", { name: /^Why\?/ }).first().waitFor();
    await tabTo(page, /^Why\?/);
    await page.keyboard.press("Enter");
    await page.getByText("That is proven: a link of yours says so.").waitFor();
    await browser.axeIsContent(page);
    await browser.shot(page, "worth-why");
    await tabTo(page, /^This visit alone/);
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { level: 1, name: /^A visit on/ }).waitFor();
    await page.goBack();
    await page.getByRole("button", { name: /^Why\?/ }).first().waitFor();
    await page.goBack();
    await stands(page);
    assert.deepEqual(complaints, []);
    await close();
  });

  await shows("another time is chosen; days in the wrong order are told; the address says which days", async () => {
    const { page, complaints, close } = await browser.open("/sites/1/worth");
    await stands(page);
    await page.getByRole("button", { name: /^Another time/ }).click();
    await browser.axeIsContent(page);
    await browser.shot(page, "worth-period", false);
    await page.getByRole("link", { name: "Last 7 days" }).click();
    await page.getByText("7 days").first().waitFor();
    assert.match(page.url(), /from=\d{4}-\d\d-\d\d&to=\d{4}-\d\d-\d\d/);
    await page.getByText("visits a day", { exact: true }).waitFor();
    await page.getByRole("button", { name: /^Another time/ }).click();
    await page.getByLabel("From", { exact: true }).fill("2026-09-10");
    await page.getByLabel("To", { exact: true }).fill("2026-09-01");
    await page.getByRole("button", { name: "Show", exact: true }).click();
    await page.getByText("The first day lies after the last one.").waitFor();
    await page.getByLabel("To", { exact: true }).fill("2026-09-30");
    await page.getByRole("button", { name: "Show", exact: true }).click();
    await page.getByText(/^before: 20 Aug – 9 Sep/).waitFor();
    assert.match(page.url(), /from=2026-09-10&to=2026-09-30/);
    await page.getByRole("link", { name: "By network" }).click();
    await page.getByRole("heading", { level: 1, name: "By network" }).waitFor();
    assert.match(page.url(), /networks\?from=2026-09-10&to=2026-09-30/);
    await page.getByRole("link", { name: "Is it worth it?" }).first().waitFor();
    assert.deepEqual(complaints, []);
    await close();
  });

  await shows("each picture has its table, is walked by arrow keys, and is taken along as SVG, PNG and CSV", async () => {
    const { page, complaints, close } = await browser.open("/sites/1/worth");
    await stands(page);
    const trend = page.getByRole("figure", { name: /^What visitors passed on rose/ });
    await trend.getByRole("group").focus();
    await page.keyboard.press("End");
    await trend.getByText(/passed on, \d+–\d+ brought$/).waitFor();
    await trend.getByRole("button", { name: "As a table" }).click();
    assert.equal(await trend.locator("tbody tr").count(), 13);
    await browser.axeIsContent(page);
    for (const figure of [trend, page.getByRole("figure", { name: /Passed-on visits rose/ }), page.getByRole("region", { name: "What came of it, and what it cost" })]) {
      for (const [kind, begins] of [["SVG", "<svg"], ["PNG", "\x89PNG"], ["CSV", "\ufeff"]]) {
        const [download] = await Promise.all([page.waitForEvent("download"), figure.getByRole("button", { name: new RegExp(`^${kind}`) }).click()]);
        const bytes = readFileSync(await download.path());
        assert.ok(bytes.toString(kind === "PNG" ? "latin1" : "utf8").startsWith(begins), `${kind} begins otherwise`);
        assert.ok(bytes.length > 100);
        if (browser.shots) writeFileSync(join(browser.shots, `taken-${download.suggestedFilename()}`), bytes);
      }
    }
    assert.deepEqual(complaints, []);
    await close();
  });

  await shows("how it is counted is told, a client gets a link, what is done next leads there", async () => {
    const { page, complaints, close } = await browser.open("/sites/1/worth");
    await stands(page);
    await page.getByRole("button", { name: "How is this counted?" }).click();
    await page.getByRole("heading", { name: "What these numbers cannot say" }).waitFor();
    await browser.axeIsContent(page);
    await browser.shot(page, "worth-counted");
    await page.getByRole("button", { name: "Close" }).click();
    await page.getByRole("button", { name: "Send to client" }).click();
    await page.getByText("also sees how the site’s links look").waitFor();
    await page.getByText("nobody else can open such a link before").waitFor();
    await page.getByLabel("For whom").fill("Bakery Example");
    await browser.axeIsContent(page);
    await page.keyboard.press("Enter");
    await page.getByRole("group", { name: "The link for Bakery Example" }).waitFor();
    assert.match(await page.locator("dialog[open] code").textContent(), /\/client\/[^?]+\?show=worth&from=\d{4}-\d\d-\d\d&to=\d{4}-\d\d-\d\d$/);
    await browser.shot(page, "worth-client", false);
    await page.locator("dialog[open]").getByRole("button", { name: "Close" }).click();
    await page.getByRole("link", { name: "Show why" }).click();
    await page.getByText("€282 for 483 visits, or for the 388 that are sure: 58–73 ct a visit.").waitFor();
    assert.equal(await focus(page), "Own posts");
    await page.getByRole("link", { name: "Make 26 cards" }).click();
    await page.getByRole("heading", { level: 1 }).first().waitFor();
    assert.match(page.url(), /share\/cards$/);
    assert.deepEqual(complaints, []);
    await close();
  });

  await shows("no hours are never a nought: the table says so and leads to where they are entered", async () => {
    await begin({ kind: "bare" });
    const { page, complaints, close } = await browser.open("/sites/1/worth");
    await stands(page);
    assert.equal(await page.locator("#row-smo").getByRole("link", { name: "enter some" }).count(), 1);
    assert.match(await page.locator("#row-smo").textContent(), /no hours entered yet/);
    assert.doesNotMatch(await page.locator("table").first().textContent(), /€0|0 ct|0:00/);
    await page.getByRole("link", { name: "114" }).click();
    assert.equal(await page.evaluate(() => document.activeElement?.id), "row-either");
    assert.deepEqual(complaints, []);
    await close();
  });

  await shows("by activity the sums are those of the statement, and what is only guessed has a row of its own", async () => {
    await begin();
    const { page, complaints, close } = await browser.open("/sites/1/worth/activities");
    await page.getByText("Own posts").first().waitFor();
    const group = (name) => page.locator("tr.group", { hasText: name }).locator("td").first().textContent();
    assert.equal(await group("Can’t tell"), "530");
    assert.equal(await group("Passed on by visitors"), "412");
    const row = (name) => page.locator("tbody tr", { hasText: name }).locator("td").first().textContent();
    assert.equal(await row("Probably private messages: without any sign"), "140");
    assert.deepEqual(complaints, []);
    await close();
  });

  await shows("the share tree says how many of the visits that began with a link of ours are drawn, and why not all", async () => {
    const { page, complaints, close } = await browser.open("/sites/1/worth/passing");
    await page.getByText("64 of the 96 visits that began with a link of yours are drawn below your links here").waitFor();
    await page.getByText("The other 32 came by an address that a visitor copied").waitFor();
    assert.deepEqual(complaints, []);
    await close();
  });

  await shows("visits that may be of either side are named in the row where they may belong, and nothing says that there are none", async () => {
    const { page, complaints, close } = await browser.open("/sites/1/worth");
    await stands(page);
    assert.match(await page.locator("#row-smo + tr + tr.note").textContent(), /Up to 114 visits counted as yours may belong here; private messages leave no trace/);
    assert.match(await page.locator("#row-smo + tr.note").textContent(), /began with your own posts, answers, ads or articles: 96/);
    await page.getByRole("button", { name: /How the numbers of “Passed on by visitors”/ }).click();
    assert.doesNotMatch(await page.locator("#how-smo").textContent(), /None beyond/);
    await page.getByText("This spreads 9 hours of one-off work over 12 months").waitFor();
    assert.deepEqual(complaints, []);
    await close();
  });

  await shows("what fails says why and is asked again; a slow answer says what is read", async () => {
    await begin();
    await play("fail", { kind: "500", path: "/sites/1/statement" });
    const { page, complaints, close } = await browser.open("/sites/1/worth", { expected: [/500/] });
    await page.getByText("The server met a fault of its own").waitFor();
    await browser.axeIsContent(page);
    await browser.shot(page, "worth-failed", false);
    await play("fail", { kind: "slow", path: "/sites/1/statement" });
    await page.getByRole("button", { name: "Try again" }).click();
    await stands(page);
    await page.goto(new URL("/sites/1/worth?from=2026-09-01&to=2026-09-30", page.url()).href);
    await page.getByText(/^Reading the visits, hours and sales of 1 Sept? – 30 Sept?/).waitFor();
    await browser.shot(page, "worth-loading", false);
    await stands(page);
    await play("fail", { kind: null });
    await page.goto(new URL("/sites/1/worth/visits/1", page.url()).href);
    await page.goto(new URL("/sites/1/worth/nowhere", page.url()).href);
    await page.getByText("There is no such part of this screen.").waitFor();
    assert.deepEqual(complaints.filter((one) => !/404/.test(one)), []);
    await close();
  });

  await shows("the truth of the demo stands beside what was measured, and nowhere else", async () => {
    await begin({ truth: true }, { server: { demo: true } });
    const { page, complaints, close } = await browser.open("/sites/1/worth");
    await stands(page);
    assert.equal(await page.locator("td.truth").count(), 0);
    await page.getByRole("switch", { name: "Show the truth" }).check();
    assert.match(await page.locator("#row-smo .truth").textContent(), /507.*inside the range.*190 more left no trace/);
    assert.match(await page.locator("#row-unknown .truth").textContent(), /190.*inside the range/);
    assert.match(await page.locator("#row-smm-paid-facebook .truth").textContent(), /236.*the same/);
    assert.match(await page.locator("#row-smm-post .truth").textContent(), /440.*inside the range/);
    assert.match(await page.locator("#row-smo-share_button .truth").textContent(), /205.*4 more than measured/);
    await page.getByRole("button", { name: /How the numbers of “Passed on by visitors”/ }).click();
    await page.getByText("205 by a share button, 302 copied and put where all see it").waitFor();
    await page.getByText("Demo data: invented").waitFor({ state: "attached" });
    // At 360 px nothing stands beyond the edge.
    await page.setViewportSize({ width: 360, height: 780 });
    assert.equal(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth), 0);
    assert.match(await page.locator("#row-smo .each").innerText(), /15–22\sct\sa\svisit/);
    assert.deepEqual(complaints, []);
    await begin();
    await page.reload();
    await stands(page);
    assert.equal(await page.getByRole("switch").count(), 0);
    await close();
  });

  await shows("a client sees what came of it, and no single visit, nothing to enter and nothing to press", async () => {
    await begin({}, { role: "client" });
    const { page, complaints, close } = await browser.open("/");
    await page.getByRole("link", { name: "Is it worth it?" }).click();
    await stands(page);
    await page.getByRole("link", { name: "15–22 ct" }).click();
    await page.getByText("€90 for 592 visits").waitFor();
    assert.equal(await page.getByRole("heading", { name: "Do next" }).count(), 0, "nothing is said of what is to be done, not even that it is nothing");
    assert.equal(await page.locator('main a[href*="/visits"], main a[href*="/money"]').count(), 0);
    await browser.axeIsContent(page);
    await browser.shot(page, "worth-of-client");
    assert.deepEqual(complaints, []);
    await close();
  });

  await begin();
  const { page, close } = await browser.open("/sites/1/worth");
  await stands(page);
  const paper = await page.pdf({ preferCSSPageSize: true, printBackground: true });
  if (browser.shots) writeFileSync(join(browser.shots, "worth.pdf"), paper);
  const sheets = paper.toString("latin1").match(/\/Type\s*\/Page\b/g)?.length ?? 0;
  tell("the screen prints on", "2 sheets of A4", `${sheets} sheets`, sheets === 2);
  await close();
}
