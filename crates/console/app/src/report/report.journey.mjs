// What a client sees: one site without the console around it, on the screen and on two sheets of paper.

import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";

export default async function report(tools) {
  const { browser, shows, tell, play, mock } = tools;
  if (!mock) return;
  const stands = async (page) => {
    await page.getByRole("heading", { level: 1, name: /^Shared today/ }).waitFor();
    await page.locator(".previews .preview").first().waitFor();
    await page.locator(".sheet-row[aria-rowindex='2'] .mini:not(.wait)").first().waitFor();
  };
  await play("reset", { sites: "some", password: true, role: "client" });
  await browser.everywhere(tools, "report", "/report", stands);

  await shows("a client finds no way into the console, wherever they go; a page opens large", async () => {
    for (const path of ["/", "/settings", "/sites/1", "/notices"]) {
      const { page, complaints, close } = await browser.open(path);
      await stands(page);
      assert.equal(await page.locator("header.masthead").count(), 0);
      assert.equal(await page.getByRole("link", { name: /Settings|All sites/ }).count(), 0);
      assert.deepEqual(complaints, []);
      await close();
    }
    const { page, complaints, close } = await browser.open("/report");
    await stands(page);
    await page.locator(".sheet-cell[data-row='1'][data-column='3'] .mini:not(.wait)").click();
    await page.locator(".pair .preview").first().waitFor();
    await page.getByRole("link", { name: "Contact sheet" }).click();
    await stands(page);
    assert.deepEqual(complaints, []);
    await close();
  });

  for (const [sites, of] of [["some", "with its audits before"], ["one", "with one audit"]]) {
    await play("reset", { sites, password: true, role: "client" });
    const { page, close } = await browser.open("/report");
    await stands(page);
    await page.evaluate(() => document.fonts.ready);
    const pdf = await page.pdf({ preferCSSPageSize: true, printBackground: true });
    if (browser.shots) writeFileSync(join(browser.shots, `report-${sites}.pdf`), pdf);
    const text = pdf.toString("latin1");
    const pages = [...text.matchAll(/\/Type\s*\/Page(?![a-zA-Z])/g)].length;
    const sizes = [...text.matchAll(/\/MediaBox\s*\[([^\]]*)\]/g)].map(([, box]) => box.trim().split(/\s+/).map(Number).map(Math.round).join(" "));
    tell(`pages of the client's report on paper, ${of}`, "2, A4", `${pages}, ${[...new Set(sizes)].join(" and ")}`, pages === 2 && sizes.every((size) => /^0 0 59[456] 84[123]$/.test(size)));
    await close();
  }

  await shows("who works here sees it as the client does, and comes back", async () => {
    await play("reset", { sites: "some", password: true });
    const { page, complaints, close } = await browser.open("/report?site=2");
    await stands(page);
    await page.getByRole("link", { name: "Back to the console" }).click();
    await page.waitForURL(/\/sites\/2\/settings#clients$/);
    assert.deepEqual(complaints, []);
    await close();
  });

  await shows("a link that has ended says so", async () => {
    await play("reset", { sites: "some", password: true, role: "client" });
    await play("fail", { kind: "404", path: "/sites/1/audits" });
    const { page, close } = await browser.open("/report", { expected: [/404/] });
    await page.getByRole("heading", { level: 1, name: "This link shows nothing any more" }).waitFor();
    await play("fail", { kind: null });
    await close();
  });
}
