// The settings of one site.

import type { Schedule } from "../api-watch.ts";

const WEEKDAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
/** The day where the schedule's clock hangs: shortly after midnight there it is another one here. */
const shortDay = (time: string, timeZone: string) => {
  const shape = { day: "numeric", month: "short" } as const;
  try {
    return new Intl.DateTimeFormat("en-GB", { ...shape, timeZone }).format(Date.parse(time));
  } catch {
    // A zone that this browser does not know yet.
    return new Intl.DateTimeFormat("en-GB", shape).format(Date.parse(time));
  }
};
const ordinal = (n: number) => `${n}${n % 10 === 1 && n !== 11 ? "st" : n % 10 === 2 && n !== 12 ? "nd" : n % 10 === 3 && n !== 13 ? "rd" : "th"}`;
const city = (zone: string) => (zone === "UTC" ? "UTC" : `${(zone.split("/").at(-1) ?? zone).replaceAll("_", " ")} time`);

export const siteSettingsWords = {
  title: (site: string) => `Settings of ${site}`,
  heading: "Settings",
  list: "Settings of this site",
  parts: [
    ["name", "Name"],
    ["schedule", "When it is read"],
    ["hook", "After a deploy"],
    ["proof", "Proof that it is yours"],
    ["visits", "Visits"],
    ["approval", "Approval of posts"],
    ["clients", "Clients"],
    ["remove", "Remove"],
  ] as const,
  visits: "Visits",
  visitsSay: "The line for your pages, whether it is there, what is kept, and a paragraph for your privacy page.",
  visitsOpen: "How visits are counted",
  looksOnly: "You may look at these settings; editors and owners change them.",
  changed: "Somebody else saved in between.",
  reload: "Show what they saved",

  name: "Name",
  nameSays: "As it stands in lists and on reports. The address stays as it is.",
  nameMissing: "A site needs a name, if only its address.",

  schedule: "When it is read",
  scheduleSays: "An audit on a schedule finds what a redesign, a plugin or an editor broke, before a link is shared.",
  said: ({ every, weekday, day, at, zone }: Schedule) => {
    if (every === "never") return "Only when somebody asks";
    const when = every === "day" ? "Every day" : every === "week" ? `Every ${WEEKDAYS[weekday - 1] ?? ""}` : `On the ${ordinal(day)} of every month`;
    return `${when} at ${at}, ${city(zone)}`;
  },
  next: (time: string, zone: string) => `next on ${shortDay(time, zone)}`,
  unsaved: "not saved yet",
  every: "How often",
  spans: { never: "only by hand", day: "every day", week: "every week", month: "every month" },
  weekday: "On",
  weekdays: WEEKDAYS,
  day: "On the",
  dayOf: ordinal,
  at: "At",
  zone: "Time of",
  city: (zone: string) => zone.replaceAll("_", " "),

  hook: "After a deploy",
  hookSays: "A build server asks for an audit when it has put a new version up. Whoever has the address can do only that.",
  hookOff: "No address was made yet.",
  hookOn: "An address is in use. It was told once; if it is lost, make a new one, which ends the old one.",
  hookMake: "Make an address",
  hookAgain: "Make a new address",
  hookEnd: "End it",
  hookEndTitle: "End the address?",
  hookEndSays: "Build servers that use it are turned away from now on. It cannot be had back; a new one can be made.",
  hookLabel: "The line for your build",
  hookUse: "Put it at the end of what deploys your site. It answers at once; the audit follows.",
  hookHome: "Tidings runs at home: the line works on machines that can reach this one.",

  proof: "Proof that it is yours",
  gain: "Read four times as fast.",
  gainSays: "A site that is proved to be yours is read at up to 20 pages a second; any other at 5, out of politeness.",
  proved: (how: string, day: string) => `Proved by ${how}, on ${day}. It is read at up to 20 pages a second.`,
  hows: { file: "a file", tag: "a tag", dns: "a DNS entry" },
  ways: { file: "A file", tag: "A tag on the start page", dns: "A DNS entry" },
  which: "Which way",
  fileSays: "Put a file with this content",
  fileAt: "at this address",
  tagSays: "Put this into the head of your start page",
  dnsSays: "Add a TXT entry with this name",
  dnsValue: "and this value",
  dnsWait: "A new entry may take some minutes until it is seen.",
  check: "Check now",
  checking: "Looking…",
  found: "Found. The site is yours, and is read faster from now on.",
  another: "Prove it another way",

  clients: "Clients",
  clientsSay: "A link lets somebody see this site’s report and nothing else, until it ends. No account, no password.",
  see: "See what they see",
  clientName: "For whom",
  clientMissing: "Name it after whoever gets it, so that you know later which one to end.",
  clientExample: "Bakery Example",
  ends: "It ends",
  spansOf: [
    ["7", "in a week"],
    ["30", "in 30 days"],
    ["90", "in 90 days"],
    ["365", "in a year"],
  ] as const,
  clientMake: "Make a link",
  clientLink: (name: string) => `The link for ${name}`,
  clientUse: "Send it by mail or message. Whoever has it sees the report, so treat it like a key.",
  clientNobody: "This Tidings runs at home: nobody else can open such a link before whoever runs it gives it a public address (--public-address).",
  clientHome: "Tidings runs at home: the link opens only where this machine can be reached.",
  made: (day: string, until: string) => `made ${day}, until ${until}`,
  over: (day: string) => `ended ${day}`,
  opened: (when: string) => `opened ${when}`,
  never: "not opened yet",
  end: "End",
  endTitle: (name: string) => `End the link for ${name}?`,
  endSays: "It opens nothing from now on. It cannot be had back; a new one can be made.",

  remove: "Remove this site",
  removeSays: "Its audits go with it. It stays in the bin for 30 days, and you can take it out again.",
  removeTitle: (name: string) => `Remove ${name}?`,
  removeYes: "Remove it",
};
