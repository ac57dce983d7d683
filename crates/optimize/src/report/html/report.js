// The report: reads the data that stands in this file, and joins its parts.

import { PageView, badge, reasons } from "./page-view.js";
import { readPages } from "./pages.js";
import { drawPreview, make } from "./preview.js";
import "./sheet.js";

const $ = (id) => document.getElementById(id);
const parsed = (element) => JSON.parse(element.textContent);

// ---- the data (written by data.rs): an index of every page at once, the pages themselves by the hundred when they are looked at

const site = parsed($("report-site"));
const { networks, verdicts, rules } = site;
const indexes = [...document.querySelectorAll("script.report-index")].map(parsed);
const chunks = [...document.querySelectorAll("script.report-pages")];
const read = new Map();
const pictures = new Map();

function pictureAt(number) {
  if (!pictures.has(number)) pictures.set(number, parsed($(`picture-${number}`)));
  return pictures.get(number);
}

function chunkAt(at) {
  if (!read.has(at)) {
    if (read.size > 24) read.delete(read.keys().next().value);
    read.set(at, parsed(chunks[at]));
  }
  return read.get(at);
}

const data = readPages(site, { index: (n) => indexes[n], pages: chunkAt, picture: pictureAt });

// ---- small things that every part uses

let quiet = 0;
function say(text) {
  const toast = $("toast");
  toast.textContent = text;
  toast.hidden = false;
  clearTimeout(quiet);
  quiet = setTimeout(() => {
    toast.hidden = true;
  }, 2500);
}

async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    // A file opened from disk may not use the clipboard: copy the old way.
    const area = make("textarea", "visually-hidden", text);
    (document.querySelector("dialog[open]") ?? document.body).append(area);
    area.select();
    document.execCommand("copy");
    area.remove();
  }
  say("Copied");
}

function remembered(name, value) {
  try {
    if (value === undefined) return localStorage.getItem(name);
    localStorage.setItem(name, value);
  } catch {
    // Without storage the choice lasts as long as the page.
  }
  return null;
}

// ---- light and dark

const themes = ["auto", "light", "dark"];
function theme(name) {
  const known = themes.includes(name) ? name : "auto";
  if (known === "auto") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = known;
  const shown = { auto: "◐ auto", light: "○ light", dark: "● dark" }[known];
  $("theme").replaceChildren(make("span", "visually-hidden", "Light or dark: "), shown);
  $("theme").value = known;
}
theme(remembered("tidings-theme") ?? "auto");
$("theme").addEventListener("click", () => {
  const next = themes[(themes.indexOf($("theme").value) + 1) % themes.length];
  theme(next);
  remembered("tidings-theme", next);
});

// ---- today and mended, everywhere at once

const sheet = document.querySelector("contact-sheet");
function setWhen(when) {
  document.documentElement.dataset.when = when;
  for (const button of document.querySelectorAll(".start .switch button")) {
    button.setAttribute("aria-pressed", String(button.value === when));
  }
  if (sheet) sheet.when = when;
  drawStart();
}

// ---- the start page, as one network draws it

const chosen = $("start-network");
function drawStart() {
  if (!chosen) return;
  const row = data.row(site.start);
  const page = data.page(site.start);
  const at = Number(chosen.value);
  const preview = page[document.documentElement.dataset.when ?? "today"][at];
  const verdict = verdicts[preview.verdict];
  const message = make("div", "message", drawPreview(preview, row.short, page.picture));
  $("start-screen").replaceChildren(message, reasons(preview) ?? "");
  $("start-verdict").replaceChildren(badge(verdict.id, verdict.name));
}
if (chosen) {
  networks.forEach((network, at) => chosen.append(new Option(network.name, at)));
  chosen.value = site.featured;
  chosen.addEventListener("input", drawStart);
}

// ---- the sheet and the page view

if (sheet) {
  const view = new PageView($("page-view"), data, copy);
  sheet.data = data;
  sheet.addEventListener("open", ({ detail }) => view.open(detail.page, detail.network, sheet.listed));
  sheet.addEventListener("when", ({ detail }) => setWhen(detail));
  $("start-open")?.addEventListener("click", () => {
    view.open(site.start, Number(chosen.value), sheet.listed.includes(site.start) ? sheet.listed : [site.start]);
  });
}
for (const button of document.querySelectorAll(".start .switch button")) {
  button.addEventListener("click", () => setWhen(button.value));
}
setWhen("today");

// ---- things to do

for (const button of document.querySelectorAll("[data-copies]")) {
  button.addEventListener("click", () => copy($(button.dataset.copies).textContent.trim()));
}
for (const button of document.querySelectorAll("[data-toggles]")) {
  const part = $(button.dataset.toggles);
  part.hidden = true;
  button.setAttribute("aria-expanded", "false");
  button.addEventListener("click", () => {
    part.hidden = !part.hidden;
    button.setAttribute("aria-expanded", String(!part.hidden));
  });
}
for (const button of document.querySelectorAll("[data-rules]")) {
  button.addEventListener("click", () => {
    const ids = button.dataset.rules.split(" ");
    const found = rules.map(({ id }, at) => (ids.includes(id) ? at : -1)).filter((at) => at >= 0);
    sheet.filter(found.length === 1 ? { rule: String(found[0]) } : { rules: found });
    $("contact").scrollIntoView();
  });
}

// ---- on paper

let opened = [];
function beforePrint() {
  sheet?.preparePrint();
  opened = [...document.querySelectorAll("details:not([open]), .more[hidden]")];
  for (const part of opened) part.tagName === "DETAILS" ? (part.open = true) : (part.hidden = false);
}
function afterPrint() {
  sheet?.clearPrint();
  for (const part of opened) part.tagName === "DETAILS" ? (part.open = false) : (part.hidden = true);
  opened = [];
}
addEventListener("beforeprint", beforePrint);
addEventListener("afterprint", afterPrint);
document.documentElement.dataset.ready = "yes";
