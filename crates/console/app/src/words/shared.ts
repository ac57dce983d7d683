// What all screens say, and how numbers and times are written. Each screen has its own catalogue beside this one, so that
// a text is loaded with what shows it. Sentences of the server (verdicts, things to do, causes) come with the data.

export const number = (n: number) => n.toLocaleString("en");
export const count = (n: number, one: string, many = `${one}s`) => `${number(n)} ${n === 1 ? one : many}`;
const SMALL = ["No", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine", "Ten"];
export const inWords = (n: number) => SMALL[n] ?? number(n);
const dates = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short", year: "numeric" });
const hours = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit" });
const clock = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short", hour: "2-digit", minute: "2-digit" });

/** `10 min`, `2 h`, `2 h 5 min`. */
export const minutes = (all: number) => {
  const [hours, rest] = [Math.floor(all / 60), all % 60];
  if (hours === 0) return `${rest} min`;
  return rest === 0 ? `${hours} h` : `${hours} h ${rest} min`;
};

export const ago = (time: string, now = Date.now()) => {
  const seconds = Math.max(0, Math.round((now - Date.parse(time)) / 1000));
  if (seconds < 60) return "just now";
  if (seconds < 3600) return `${count(Math.floor(seconds / 60), "minute")} ago`;
  if (seconds < 86_400) return `${count(Math.floor(seconds / 3600), "hour")} ago`;
  if (seconds < 30 * 86_400) return `${count(Math.floor(seconds / 86_400), "day")} ago`;
  return `on ${dates.format(Date.parse(time))}`;
};

export const words = {
  number,
  count,
  minutes,
  ago,
  day: (time: string) => dates.format(Date.parse(time)),
  time: (time: string) => hours.format(Date.parse(time)),
  moment: (time: string) => clock.format(Date.parse(time)),
  host: (address: string) => address.replace(/^https?:\/\//, "").replace(/\/$/, ""),

  readWhen: (when: string, pages: number) => `read ${when} · ${count(pages, "page")}`,
  scoreSaid: (today: number, mended: number) => `${today} per cent today, up to ${mended} per cent after the mend`,

  name: "Tidings",
  title: (screen: string) => `${screen} · Tidings`,
  skip: "To the content",
  copied: "Copied",
  copy: "Copy",
  once: "It is told this once: copy it now.",
  keep: "Keep it",
  save: "Save",
  saved: "Saved",
  close: "Close",
  cancel: "Not now",
  again: "Try again",
  loading: "Loading…",

  masthead: {
    main: "Main",
    sites: "All sites",
    choose: "Another site",
    here: "This site",
    todo: "To do",
    sheet: "Contact sheet",
    time: "Over time",
    share: "Share",
    posts: "Posts",
    worth: "Is it worth it?",
    money: "Hours and money",
    own: "Settings",
    notices: (unseen: number) => (unseen === 0 ? "Notices" : `Notices, ${number(unseen)} unseen`),
    many: "99+",
    workspace: (name: string) => `Workspace and you: ${name}`,
  },


  gone: {
    bar: "Tidings does not answer. What you see is what was read before.",
    title: "Tidings does not answer",
    says: "The server was stopped, or the connection to it broke. Nothing is lost: what it had begun, it goes on with when it is back.",
    wait: (seconds: number) => (seconds > 0 ? `Trying again in ${seconds} s.` : "Trying again…"),
    now: "Try now",
  },
  failed: {
    title: "That did not work",
    server: "The server met a fault of its own. It is written in its log; trying again does no harm.",
    not_found: "There is nothing at this address. It may have been removed, or it was never here.",
    refused: "You may not do that in this workspace. Ask whoever runs it.",
  },
  signedOut: {
    title: "You are signed out",
    says: "The page to sign in on is not there. Open Tidings once with the address that it printed when it started, or ask whoever runs it.",
  },
  lost: { title: "No such page", says: "The address may be mistyped, or what was here has been removed.", home: "To your sites" },




};
