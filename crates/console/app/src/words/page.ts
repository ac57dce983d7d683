// One page of a site, large.

import { count, number } from "./shared.ts";

export const pageWords = {
  to: "Contact sheet",
  before: "Page before",
  next: "Next page",
  turn: "Pages",
  of: (at: number, all: number) => `${number(at)} of ${number(all)}`,
  write: "Write a post about it",
  status: (status: number) => `status ${status}`,
  stands: (today: number, mended: number, of: number) => {
    if (today === of) return `All ${number(of)} networks show its title and its picture.`;
    const now = today === 0 ? `None of the ${number(of)} networks shows its title and a picture today` : `${number(today)} of ${number(of)} networks show its title and a picture today`;
    return mended > today ? `${now}; ${mended === of ? "all of them" : number(mended)} after the mend.` : `${now}.`;
  },
  draws: "How a network draws it",
  network: "Network",
  today: "today",
  mended: "mended",
  same: "After the mend it looks the same.",
  soon: "The previews of this page are on their way.",
  toMend: (n: number) => (n === 0 ? "Nothing to mend on this page" : `${number(n)} to mend on this page`),
  settled: "the tags beside settle it",
  byte: (at: number) => `byte ${number(at)}`,
  read: (grade: string, read: string) => `${grade}, read ${read}`,
  unseen: (what: string[]) => `${count(what.length, "check was", "checks were")} not possible: ${what.join(", ")}.`,
  tags: "Tags to copy",
  tagsSay: "They go into the head of this page, in place of those that are there.",
  tagsLabel: "Tags for the head of the page",
  copy: "Copy the tags",
  after: "After the mend",
  afterSays: "These networks keep the old preview for a while. Their own pages show a link as they see it, and read it anew.",
  keeps: (howLong: string) => `keeps the old one ${howLong}.`,
  there: "See it there",
  history: "Over the audits",
  historySays: "How this page stood each time that it was read. A square is a network.",
  historyNone: "One audit so far. From the second on you see here whether it got better.",
  historyMissing: "was not among the pages",
  historyCleared: "its pages were cleared away to make room",
  historyList: "This page in earlier audits",
  columns: { when: "read", networks: "networks", right: "look right", findings: "findings", changed: "what changed" },
  fresh: "new:",
  gone: "mended:",
  right: (n: number, of: number) => `${number(n)} of ${number(of)} look right`,
  facts: "What the page says of itself",
  missing: "This page is not in the newest audit",
  missingSays: "It may have been removed, linked from nowhere any more, or the audit ended before it came to it.",
  toSheet: "To the contact sheet",
  noAudit: "This site was not read yet, so there is nothing to draw.",
};
