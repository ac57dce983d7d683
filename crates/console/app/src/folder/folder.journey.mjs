// A website as files: chosen, dropped, or in an archive; sent with its progress, and handed in again.

import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { deflateRawSync } from "node:zlib";

/** A zip with one file that is deflated and one that is stored. */
function zip(files) {
  const [local, listed] = [[], []];
  let at = 0;
  for (const [path, text, how] of files) {
    const [name, bytes] = [Buffer.from(path), Buffer.from(text)];
    const packed = how === 8 ? deflateRawSync(bytes) : bytes;
    const head = Buffer.alloc(30);
    head.writeUInt32LE(0x04034b50, 0);
    head.writeUInt16LE(how, 8);
    head.writeUInt16LE(name.length, 26);
    const line = Buffer.alloc(46);
    line.writeUInt32LE(0x02014b50, 0);
    line.writeUInt16LE(how, 10);
    line.writeUInt32LE(packed.length, 20);
    line.writeUInt32LE(bytes.length, 24);
    line.writeUInt16LE(name.length, 28);
    line.writeUInt32LE(at, 42);
    local.push(head, name, packed);
    listed.push(line, name);
    at += 30 + name.length + packed.length;
  }
  const list = Buffer.concat(listed);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt32LE(list.length, 12);
  end.writeUInt32LE(at, 16);
  return Buffer.concat([...local, list, end]);
}

export default async function folder(tools) {
  const { browser, shows, play, mock } = tools;
  if (!mock) return;
  await play("reset", { sites: "none", pages: 12, each: 30 });
  const root = mkdtempSync(join(tmpdir(), "tidings-folder-"));
  const long = `${"a-folder-with-a-long-name/".repeat(5)}rye.html`;
  mkdirSync(join(root, "public", long, ".."), { recursive: true });
  mkdirSync(join(root, "public/.git"));
  for (const [path, text] of [["index.html", "<title>Home</title>"], [long, "<title>Rye</title>"], ["rye.jpg", "picture"], ["movie.mp4", "no"], [".git/index.html", "no"]]) writeFileSync(join(root, "public", path), text);
  writeFileSync(join(root, "site.zip"), zip([["site/index.html", "<title>Home</title>", 8], ["site/rye.png", "picture", 0], ["site/notes.txt", "no", 8]]));
  mkdirSync(join(root, "empty"));
  writeFileSync(join(root, "empty/notes.txt"), "no page");
  const handed = (page) => page.evaluate(() => fetch("/mock/handed").then((answer) => answer.json()).then(({ items }) => items.map(({ name, size }) => `${name} ${size}`)));

  await shows("a folder is chosen, looked over, sent, and stands as a site", async () => {
    const { page, complaints, close } = await browser.open("/");
    const [folders] = [page.locator("input[webkitdirectory]")];
    await folders.setInputFiles(join(root, "empty"));
    await page.getByText("There is no HTML page in it").waitFor();
    await folders.setInputFiles(join(root, "public"));
    await page.getByText("2 pages, 3 files in all").waitFor();
    await browser.axeIsContent(page);
    await browser.scrollsNotSideways(page);
    await browser.shot(page, "folder-chosen");
    await page.getByLabel("Where will it be on the web?").fill("bakery.example");
    await page.getByRole("button", { name: "Read these pages" }).click();
    await page.waitForURL(/\/sites\/\d+$/);
    assert.deepEqual((await handed(page)).sort(), [`public/${long} 18`, "public/index.html 19", "public/rye.jpg 7"]);
    await page.getByText("a folder, for bakery.example").waitFor();
    await page.getByRole("link", { name: "Download the mended pages" }).waitFor();
    await browser.axeIsContent(page);
    await browser.shot(page, "folder-site", false);
    assert.equal(await page.getByRole("button", { name: "read again" }).count(), 0);
    // Again, from a zip, which the browser unpacks.
    await page.locator("input[type=file]:not([webkitdirectory])").setInputFiles(join(root, "site.zip"));
    await page.getByText("1 page, 2 files in all").waitFor();
    await page.getByRole("button", { name: "Read them again" }).click();
    await page.getByText("Reading again").first().waitFor();
    assert.deepEqual(await handed(page), ["site/index.html 19", "site/rye.png 7"]);
    assert.deepEqual(complaints, []);
    await close();
  });

  await shows("a folder without an address has neither schedule nor hook, and a damaged zip is said", async () => {
    const { page, complaints, close } = await browser.open("/add");
    writeFileSync(join(root, "broken.zip"), "PK and no more");
    await page.locator("input[type=file]:not([webkitdirectory])").setInputFiles(join(root, "broken.zip"));
    await page.getByText("The browser cannot read these files").waitFor();
    await page.locator("input[webkitdirectory]").setInputFiles(join(root, "public"));
    await page.getByRole("button", { name: "Read these pages" }).click();
    await page.waitForURL(/\/sites\/\d+$/);
    await page.goto(`${page.url()}/settings`);
    await page.getByRole("heading", { name: "Remove" }).waitFor();
    assert.equal(await page.locator("#schedule, #hook, #proof").count(), 0);
    assert.deepEqual(complaints, []);
    await close();
  });
  rmSync(root, { recursive: true });
}
