// What a client sees, on the screen and on two sheets of paper.

import { count, number } from "./shared.ts";

export const reportWords = {
  title: (site: string) => `${site}: how its links look`,
  read: (day: string, pages: number) => `${day} · ${count(pages, "page")} read`,
  print: "Print or save as PDF",
  back: "Back to the console",
  as: "This is what a client sees.",
  scores: "The score, before and after",
  first: (day: string) => `when first read, ${day}`,
  now: (day: string) => `now, ${day}`,
  upTo: "up to",
  mended: "after what is still to do",
  counted: "of pages × networks show the right title and a picture",
  previews: "The start page, as it is shared today",
  since: (day: string) => `Mended since ${day}`,
  sinceNone: "Nothing was mended yet.",
  pages: (n: number) => count(n, "page"),
  more: (n: number) => `and ${number(n)} more`,
  next: "Comes next",
  nextNone: "Nothing is left to mend.",
  fresh: "New since then",
  sheet: "Every page, as each network draws it",
  sheetSays: "Hatched: no picture. Dashed: nothing is drawn.",
  none: "The first audit is under way. Come back in a few minutes.",
  noneTitle: "The report is being made",
  ended: "This link shows nothing any more",
  endedSays: "It has ended, or the site was removed. Ask whoever sent it to you for a new one.",
};
