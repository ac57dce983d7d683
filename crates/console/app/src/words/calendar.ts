// When posts go out: the calendar, its filters, the slots of the week, and the calendar of others.

import { count } from "./shared.ts";

const of = (options: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat("en-GB", { ...options, timeZone: "UTC" });
const long = of({ weekday: "long", day: "numeric", month: "long", year: "numeric" });
const near = of({ weekday: "long", day: "numeric", month: "long" });
const whole = of({ month: "long", year: "numeric" });
const short = of({ day: "numeric", month: "short" });
const weekday = of({ weekday: "long" });
const at = (day: string) => Date.parse(`${day.slice(0, 10)}T00:00:00Z`);
const hour = (place: string) => (place.length > 10 ? ` at ${place.slice(11, 13)}:00` : "");
/** Monday is 1. */
const named = (number: number) => weekday.format(Date.UTC(2026, 0, 4 + number));

export const calendarWords = {
  views: "Views",
  names: { list: "List", month: "Month", week: "Week", slots: "Slots" },
  title: (view: "month" | "week", date: string, first: string, last: string) => (view === "month" ? whole.format(at(date)) : `${short.format(at(first))} to ${short.format(at(last))} ${last.slice(0, 4)}`),
  before: { month: "The month before", week: "The week before" },
  next: { month: "The next month", week: "The next week" },
  today: "Today",
  hour: "Hour",
  help: "Drag a planned post to where it is to go out. By keyboard: arrow keys walk, Tab goes to a day’s posts, Space picks one up, arrow keys carry it, Enter drops it, Escape puts it back.",
  helpMonth: "In the month a post keeps its time of day.",
  weekday: (number: number) => named(number),
  day: (day: string) => long.format(at(day)),
  place: (place: string) => `${near.format(at(place))}${hour(place)}`,
  cell: (place: string, posts: number, today: boolean) => `${near.format(at(place))}${hour(place)}${today ? ", today" : ""}, ${posts === 0 ? "nothing" : count(posts, "post")}`,
  more: (many: number) => `+${many}`,
  moreSays: (many: number) => `, ${count(many, "more post")} below`,
  stands: { planned: "planned", underway: "on its way", live: "went out", turn: "your turn", trouble: "needs you", skipped: "skipped" } as Record<string, string>,
  at: (time: string, said: string, names: string, stands: string) => `${time}, ${said}; ${names}; ${stands}`,
  move: "Move",
  moveOf: (said: string) => `, “${said}”`,
  carry: (said: string, moment: string) => `Picked up “${said}”, ${moment}. Arrow keys carry it, Enter drops it, Escape puts it back.`,
  carrying: (said: string) => `“${said}” is picked up: choose where it is to go out.`,
  putBack: "Put it back",
  back: (said: string) => `“${said}” is where it was.`,
  to: (wall: string) => `${near.format(at(wall))} at ${wall.slice(11, 16)}`,
  moved: (wall: string) => `Moved to ${near.format(at(wall))}, ${wall.slice(11, 16)}.`,
  movedClocks: (asked: string, wall: string) => `There is no ${asked} on that day, since the clocks go forward: it goes out at ${wall.slice(11, 16)}.`,
  undo: "Undo",
  undone: (wall: string) => `Back on ${near.format(at(wall))}, ${wall.slice(11, 16)}.`,
  rooted: {
    underway: "It is on its way this moment: it cannot be moved any more.",
    turn: "Its time has come, and it is your turn: post it, or skip it. It cannot be moved any more.",
    trouble: "It needs you first: open it, and say what is true. It cannot be moved before.",
    live: "It went out: what is out stays where it is.",
    skipped: "Nothing of it is planned: open it, and plan it.",
    looks: "You may look at the calendar; editors and owners move posts.",
  },

  nothing: { month: "Nothing is planned in this month.", week: "Nothing is planned in this week." },
  nothingSays: "Choose a day, and write a post for it.",
  nobody: "No account posts yet: choose one first, then write.",
  nothingFits: "No post here fits what you filter by.",
  nothingOn: "Nothing on this day.",
  writeFor: "Write a post for this day",
  filter: "Filter",
  account: "Account",
  network: "Network",
  state: "State",
  any: { account: "All accounts", network: "All networks", state: "All states" },
  all: "Show all",

  slots: "Slots of the week",
  slotsSays: "A post can take the next of these slots that is free, on the wall of their zone, summer and winter.",
  none: "No slots yet. Begin with three mornings a week, and change them as you like.",
  noneToLook: "No slots were chosen yet.",
  begin: "Begin with Monday, Wednesday and Friday at 09:00",
  zone: "Time zone of these slots",
  add: "Add",
  addOf: (number: number) => ` on ${named(number)}`,
  newTime: (number: number) => `Another slot on ${named(number)}`,
  drop: (number: number, time: string) => `Remove ${named(number)} at ${time}`,
  never: "none",
  saved: "Saved.",
  nextFree: (moment: string) => `The next free slot: ${moment}.`,
  allTaken: "All slots of the coming year are taken.",
  changed: "Somebody else changed the slots meanwhile. What you chose is still here; look at the newest first.",
  reload: "Show the newest",

  sheet: "Posts as a sheet",
  sheetSays: "Take all posts along as CSV or JSON, or bring such a file in: a line for each post, accounts by their names with semicolons between, times on the wall. JSON has the same words, with accounts as a list. What has no time becomes a draft. A file is tried first, and comes in whole or not at all.",
  columns: "when, zone, text, page, accounts, campaign",
  sheetOut: "Download as CSV",
  jsonOut: "Download as JSON",
  sheetIn: "Try a file",
  noJson: "This file is no JSON: it begins with { \"posts\": [ … ] }, as the one has that can be downloaded.",
  faulty: (faults: number, posts: number, json: boolean) => `${faults === 1 ? `One ${json ? "post" : "line"}` : count(faults, json ? "post" : "line")} of ${count(posts, "post")} ${faults === 1 ? "has a fault" : "have faults"}, so nothing was kept: mend and try again.`,
  line: (line: number, json: boolean) => `${json ? "Post" : "Line"} ${line}:`,
  emptySheet: "There is no post in this sheet.",
  good: (posts: number) => `Nothing is wrong with ${posts === 1 ? "its post" : `its ${count(posts, "post")}`}. Nothing was kept yet.`,
  bring: (posts: number) => `Bring ${count(posts, "post")} in`,
  brought: (posts: number) => `${count(posts, "post")} came in.`,

  subscribe: "In your own calendar",
  subscribeSays: "A secret link that calendar programs subscribe to: every planned post with its text and link, and an alarm where you post by hand. Whoever has the link sees what is planned, and nothing else.",
  links: (many: number) => (many === 0 ? "No link was made yet." : `${count(many, "link")} ${many === 1 ? "opens" : "open"} it.`),
  make: "Make a link",
  link: "Calendar link",
  linkSays: "Subscribe to it; a copy that is only imported does not change when the plan does.",
  end: "End all links",
  endTitle: "End all calendar links?",
  endSays: "Calendars that have them keep what they read last, and hear nothing more. New links can be made at any time.",
  ended: "No link opens the calendar any more.",
};

const often = (days: number) => (days % 7 === 0 ? (days === 7 ? "every week" : `every ${days / 7} weeks`) : days === 1 ? "every day" : `every ${days} days`);

export const repeatWords = {
  title: "Let it go out again and again",
  told: (days: number, copies: number, until: string | null) => `Goes out again ${often(days)}, ${count(copies, "more time", "more times")}${until ? `, and not after ${long.format(at(until))}` : ""}.`,
  every: "Every",
  unit: "Days or weeks",
  weeks: "weeks",
  days: "days",
  copies: "So many times more",
  until: "And not after (optional)",
  keep: "Repeat it",
  end: "Repeat it no more",
  hint: "The next one is planned when one went live, at the same time of day, each with a link of its own. Some networks refuse the same text twice in a short time.",
};
