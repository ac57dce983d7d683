// The mock's answer to "is it worth it?": a bakery's ninety-one days, in euros.

const DAY = 86_400_000;
const iso = (time) => new Date(time).toISOString().slice(0, 10);
const euro = (minor) => ({ minor, currency: "EUR" });
const none = { side: null, channel: null, network: null, page: null, campaign: null, code: null };
const filterOf = (about) => ({ ...none, ...about });

/** `kind`: full, early (too little), bare (nobody entered hours or goals), empty. */
export const beginWorth = ({ kind = "full", imported = false, truth = false } = {}) => ({ kind, imported, truth, live: 0 });

function span(asked) {
  const to = asked.get("to") ?? iso(Date.now());
  const from = asked.get("from") ?? iso(Date.parse(to) - 90 * DAY);
  return { from, to, days: Math.round((Date.parse(to) - Date.parse(from)) / DAY) + 1 };
}
const before = ({ from, days }) => ({ from: iso(Date.parse(from) - days * DAY), to: iso(Date.parse(from) - DAY), days });

function row(id, name, side, channel, visits, about = {}) {
  const [sure, up_to, guessed = 0] = visits;
  const { minutes = null, spread = null, paid = null, sales = null, sold = null, was = null, network = null, no_cost = null, parts = [], ...more } = about;
  const cost = minutes === null ? null : euro(minutes * 50 + (paid ?? 0));
  const each = (n) => Math.round((cost.minor * 1000) / n);
  return {
    id,
    name,
    side,
    filter: filterOf({ side, channel, network }),
    visits: { sure, up_to, guessed },
    before: was ? { sure: was[0], up_to: was[1], guessed: 0 } : null,
    minutes,
    spread,
    paid: paid === null ? null : euro(paid),
    cost,
    no_cost: cost || !["smo", "smm"].includes(side) ? null : (no_cost ?? "no hours entered yet"),
    visit_costs: cost && up_to > 0 ? { from: each(up_to), to: sure > 0 ? each(sure) : null, currency: "EUR" } : null,
    sales,
    sold: sold === null ? null : euro(sold),
    left_over: sold === null || !cost ? null : euro(Math.round(sold * 0.4) - cost.minor),
    began_ours: null,
    private: null,
    note: null,
    parts,
    ...more,
  };
}

function rowsOf(kind) {
  const bare = kind === "bare";
  const early = kind === "early";
  const part = (n) => (early ? Math.round(n / 12) : n);
  const pair = ([sure, up_to]) => [part(sure), part(up_to)];
  const about = (told) => (bare ? { was: told.was && pair(told.was) } : { ...told, sales: early && told.sales ? Math.round(told.sales / 4) : told.sales, was: told.was && pair(told.was) });
  const smo = row("smo", "Passed on by visitors", "smo", null, pair([412, 592]), {
    ...about({ minutes: 180, paid: 0, sales: 7, sold: 31_750, was: [198, 301] }),
    began_ours: part(96),
    note: `Up to ${part(114)} visits counted as yours may belong here; private messages leave no trace and are not in this number.`,
    parts: [
      row("smo-share_button", "Share buttons", "smo", "share_button", pair([201, 201]), about({ minutes: 45, paid: 0, sales: 4, sold: 18_500, was: [88, 88] })),
      row("smo-passed_on", "Visitors copied the address", "smo", "passed_on", pair([211, 391]), bare ? {} : { note: `Up to ${part(114)} visits counted as yours may belong here.`, minutes: 0, paid: 0, sales: 3, sold: 13_250, was: pair([110, 213]) }),
      ...(bare ? [] : [{ ...row("smo-mending", "Mending and cards", "smo", null, [0, 0], { minutes: 135, spread: { minutes: 540, months: 12 } }), filter: none, visit_costs: null, left_over: euro(-6_750) }]),
    ],
  });
  const smm = row("smm", "Brought by us", "smm", null, pair([665, 779]), {
    note: `${part(114)} of these may have been passed on by visitors.`,
    ...about({ minutes: 780, paid: 19_200, sales: 8, sold: 37_000, was: [640, 742] }),
    parts: [
      row("smm-post", "Own posts", "smm", "post", pair([388, 483]), about({ minutes: 540, paid: 1_200, sales: 5, sold: 24_000, was: [371, 450] })),
      row("smm-paid-facebook", "Facebook ads", "smm", "paid", pair([236, 236]), about({ minutes: 60, paid: 18_000, sales: 2, sold: 7_900, network: "facebook", was: [228, 231] })),
      row("smm-reply", "Answers", "smm", "reply", pair([41, 60]), about({ minutes: 180, paid: 0, sales: 1, sold: 5_100, was: [41, 61] })),
    ],
  });
  const unknown = row("unknown", "Can't tell", "unknown", null, [0, part(260), part(270)], {
    sales: bare ? null : 2,
    sold: bare ? null : 8_800,
    private: { from: part(120), to: part(260) },
    note: "They left no trace. Probably 120–260 of them came from private messages: the lower number came within three days after a network fetched a preview of the page, the higher one has all who opened an address that nobody types.",
    parts: [row("unknown-dark", "Probably private messages", "unknown", "dark", [0, part(120), part(140)]), row("unknown-unseen", "Origin not seen", "unknown", "unseen", [0, part(140), part(130)])],
  });
  const other = row("other", "Not social", "other", null, [part(2496), part(2496)], { sales: bare ? null : 31, sold: bare ? null : 139_500, note: `search ${part(2310)} · e-mail ${part(122)} · AI assistants ${part(64)}` });
  return [smo, smm, unknown, other];
}

const say = (...pieces) => {
  const told = pieces.map((piece) => ({ row: null, visits: null, side: null, ...(typeof piece === "string" ? { text: piece } : piece) }));
  return { text: told.map(({ text }) => text).join(""), pieces: told };
};
const of = (row, text) => ({ text, row, visits: filterOf({ side: row.split("-")[0] }) });

function verdictOf(kind) {
  if (kind === "early") return [say({ text: "Visitors passed on ", side: "smo" }, of("smo", "34–49 visits"), "; ", { text: "you brought ", side: "smm" }, of("smm", "55–65 visits"), "."), say("It is too early for the price of a visit of what is passed on by visitors: 49 visits, and 100 are needed. As it goes, there will be enough in 95 days.")];
  if (kind === "bare") return [say({ text: "Visitors passed on ", side: "smo" }, of("smo", "412–592 visits"), "; ", { text: "you brought ", side: "smm" }, of("smm", "665–779 visits"), "."), say("What that cost cannot be said: no hours entered yet for what is passed on by visitors."), say("But ", { text: "114", row: "either" }, " of these visits may belong to either side, until you say where you post yourself.")];
  return [
    say("A visit that ", { text: "visitors passed on", side: "smo" }, " cost you ", of("smo", "15–22 ct"), "; one that ", { text: "you brought yourself", side: "smm" }, ", ", of("smm", "75–88 ct"), "."),
    say("Passing on is the cheaper way, whichever of the uncertain visits count; cheapest activity: share buttons, ", of("smo-share_button", "11 ct"), "; dearest activity: answers, ", of("smm-reply", "€1.50–2.20"), "."),
    say("Passing on left ", { text: "€37", row: "smo" }, " over; your own marketing cost ", { text: "€434", row: "smm" }, " more than it earned, but 15 sales are too few to be sure of the money."),
  ];
}

function marksOf({ to }) {
  const at = (back) => iso(Date.parse(to) - back * DAY);
  const rate = (from_day, to_day, visits, passed_on, per_1000, from, upTo) => ({ from_day, to_day, visits, passed_on, per_1000, from, to: upTo });
  return [
    { id: "m3", day: at(4), kind: "bar", mark: "The share bar was put below each recipe", audit: null, pages: 31, before: null, after: null, change: "early", says: `The share bar was put below each recipe, on ${at(4)}: too early to compare. A whole week after it has gone by in 3 days.` },
    { id: "m2", day: at(30), kind: "cards", mark: "12 pages got a card", audit: null, pages: 12, before: rate(at(58), at(31), 1_180, 19, 16.1, 11.2, 22.9), after: rate(at(29), at(2), 1_244, 24, 19.3, 13.8, 26.8), change: "none_clear", says: "No clear change: passed-on visits went from 16 (11–23) to 19 (14–27) in 1,000 visits after this: 12 pages got a card. 28 days each way; a comparison in time, not a cause." },
    { id: "m1", day: at(62), kind: "mended", mark: "38 product pages were mended", audit: "b2", pages: 38, before: rate(at(90), at(63), 1_270, 12, 9.4, 6.4, 12.8), after: rate(at(61), at(34), 1_302, 25, 19.2, 15.4, 24.1), change: "more", says: "Passed-on visits rose from 9.4 (6.4–13) to 19 (15–24) in 1,000 visits after this: 38 product pages were mended. 28 days each way; a comparison in time, not a cause." },
  ];
}

function trendOf({ from, to, days }, kind) {
  const by = days >= 43 ? "week" : "day";
  const step = by === "week" ? 7 : 1;
  const scale = (kind === "early" ? 1 / 12 : 1) * (step / 7);
  const steps = [];
  for (let end = Date.parse(to); end >= Date.parse(from); end -= step * DAY) {
    const begin = Math.max(Date.parse(from), end - (step - 1) * DAY);
    const n = Math.round((Date.parse(to) - end) / DAY / step);
    const grown = 46 - n * 2.1 + 5 * Math.sin(n * 1.7);
    const burst = n % 4 === 1 ? 92 : 34 + 8 * Math.cos(n * 2.3);
    const visits = (sure, more) => ({ sure: Math.max(0, Math.round(sure * scale)), up_to: Math.max(0, Math.round((sure + more) * scale)), guessed: 0 });
    steps.unshift({ from: iso(begin), to: iso(end), days: Math.round((end - begin) / DAY) + 1, passed_on: visits(grown, 14), brought: visits(burst, 9) });
  }
  return { by, says: "What visitors passed on rose, from 190 to 402 visits a half; what you brought stayed about the same, from 381 to 398 visits a half.", steps };
}

function nextOf() {
  const why = (...sentences) => sentences.map((sentence) => (typeof sentence === "string" ? say(sentence) : sentence));
  return [
    { id: "broken-card", says: "26 pages that people already share have no picture.", minutes: 5, visits: { from: 20, to: 60 }, saves: null, saves_minutes: null, why: why(say("Their links were fetched ", { text: "41 times", visits: filterOf({ side: "smo" }) }, " by networks in this time, and nothing was drawn."), "Pages with a card brought 1.4 to 2.6 times as many passed-on visits here."), act: { kind: "make_cards", label: "Make 26 cards", link: "/share/cards" } },
    { id: "hours-without:x", says: "Twenty minutes a week on X bring 9 visits a month. Move them to Facebook.", minutes: 5, visits: null, saves: null, saves_minutes: 80, why: why(say("X brought ", { text: "27 visits", visits: filterOf({ side: "smm", network: "x" }) }, " for 4:20 h; Facebook 310 for 3:10 h.")), act: { kind: "show_visits", label: "Show why", link: "/worth?row=smm-post" } },
    { id: "spend-without:autumn", says: "The ad “Autumn” took €180 for 2 sales. Stop it, or change its page.", minutes: 1, visits: null, saves: euro(6_000), saves_minutes: null, why: why("€180 went over 91 days; two sales left €32 before that."), act: { kind: "show_entries", label: "Show what was spent", link: "/money" } },
  ];
}

const SOURCES = [
  ["Visits", "counted in what your pages' script told, by the channel rules, version 2"],
  ["Hours", "as entered under hours and money; work that lasts is spread evenly over the days of the months that it is said to carry"],
  ["Price of an hour", "€30, as set; hours keep the price of the day on which they were entered"],
  ["Full cost", "hours × price of an hour + paid"],
  ["A visit costs", "full cost / “up to” to full cost / “sure”"],
].map(([number, from]) => ({ number, from }));

function statementOf(the, asked) {
  const { kind, imported, truth } = the;
  const period = span(asked);
  const empty = kind === "empty";
  const zero = (rows) => rows.map((one) => ({ ...one, visits: { sure: 0, up_to: 0, guessed: 0 }, before: null, minutes: null, spread: null, paid: null, cost: null, visit_costs: null, sales: null, sold: null, left_over: null, began_ours: null, private: null, note: null, parts: [] }));
  const rows = empty ? zero(rowsOf("bare")) : rowsOf(kind);
  const early = kind === "early" ? [["smo", "visits", 49, 100, 95], ["smm", "visits", 65, 100, 49], ["smo", "sales", 2, 20, 819]].map(([side, what, have, need, days]) => ({ side, what, have, need, days, says: `It is too early for the ${what === "visits" ? "price of a visit" : "money from sales"} of what is ${side === "smo" ? "passed on by visitors" : "brought by us"}: ${have} ${what}, and ${need} are needed. As it goes, there will be enough in ${days} days.` })) : kind === "full" ? [{ side: "smo", what: "sales", have: 7, need: 20, days: 169, says: "It is too early for the money from sales of what is passed on by visitors: 7 sales, and 20 are needed. As it goes, there will be enough in 169 days." }] : [];
  const network = (side, id, name, visits, about = {}) => ({ ...row(`${side}-by-${id}`, name, side, null, visits, { network: id, ...about }), no_cost: null });
  return {
    site: { hosts: ["bakery.example", "www.bakery.example"], guessed: null, invented: truth },
    period,
    before: empty ? null : before(period),
    at_once: kind === "full" ? say("This spreads 9 hours of one-off work over 12 months; counted at once, a passed-on visit of these 91 days cost ", of("smo", "49–71 ct"), ".") : null,
    verdict: empty ? [say("No visit was counted in this time.")] : verdictOf(kind),
    rows,
    either: empty ? { visits: 0, passed_on: 0, brought: 0, says: "No visit that is counted here may belong to the other side." } : { visits: 114, passed_on: 0, brought: 114, says: "114 of these visits may belong to either side: they came from networks where you post with links that carry no tag. Tagged links would settle it. Each is counted once, in “up to”." },
    early,
    too_early: kind === "early" ? ["Price of a visit: too few visits to be sure (49 and 65; 100 each are needed, in about 95 and 49 days)", "Money of what is passed on by visitors: too few sales to be sure (2; 20 are needed, in more than two years)"] : kind === "full" ? ["Money of what is passed on by visitors: too few sales to be sure (7; 20 are needed, in about 169 days)"] : [],
    marks: kind === "full" ? marksOf(period) : [],
    next: kind === "full" ? nextOf() : [],
    trend: empty ? { by: "day", says: "", steps: [] } : trendOf(period, kind),
    networks: empty ? [] : [network("smo", "whatsapp", "WhatsApp", [140, 201]), network("smo", "facebook", "Facebook", [96, 182]), network("smo", "bluesky", "Bluesky", [44, 60]), network("smm", "facebook", "Facebook", [381, 452], { minutes: 250, paid: 18_000, sales: 4, sold: 18_100 }), network("smm", "bluesky", "Bluesky", [190, 212], { minutes: 210, sales: 3, sold: 12_000 }), network("smm", "x", "X", [24, 27], { minutes: 260, sales: 0, sold: 0 })],
    pages: [],
    imported: imported ? [{ form: "ga4", from: before(period).from, to: before(period).to, sides: [{ side: "smo", visits: 240 }, { side: "smm", visits: 512 }, { side: "other", visits: 2104 }] }] : [],
    replacement: kind === "full" ? { clicks: { sure: 236, up_to: 236, guessed: 0 }, spend: euro(18_000), each: { from: 76_271, to: 76_271, currency: "EUR" }, from: euro(31_424), to: euro(45_152), says: "As clicks on your own ads, at 76 ct, what visitors passed on would have cost €314.24–€451.52. You paid €180 for 236 visits by ads. Nobody says that you would have bought them." } : null,
    reckoned: { currency: "EUR", hour: kind === "full" ? euro(3_000) : null, margin: kind === "bare" || empty ? null : 40, weekly_minutes: kind === "full" ? 120 : null, missing: [] },
    unfurls: kind === "full" ? [{ network: "Slack", times: 31, pages: [{ name: "/rye-bread", count: 12 }] }, { network: "Mastodon", times: 9, pages: [] }] : [],
    left_out: kind === "full" ? [{ name: "programs: robots, monitors, scanners", count: 18_204 }, { name: "your own people", count: 77 }] : [],
    unknown: ["Whether an untagged click from Facebook or Instagram was paid for: both mark paid and unpaid links alike.", "Who a visitor is: people behind one address with the same browser are one, and one person with two devices is two."],
    sources: SOURCES,
  };
}

const VISITS = [
  ["smo", "share_button", "whatsapp", "proven", "share-button", "/rye-bread", null, "k7q4mx2"],
  ["smm", "post", "bluesky", "proven", "own-link", "/summer-buns", "summer", "k7q4mx1"],
  ["smo", "passed_on", "facebook", "shared", "network-referrer", "/rye-bread", null, null],
  ["smm", "paid", "facebook", "declared", "paid-tag", "/autumn", "autumn", null],
  ["unknown", "dark", null, "probable", "dark-after-unfurl", "/recipes/sourdough-without-a-machine", null, null],
  ["other", "search", "google", "strong", "search-referrer", "/", null, null],
];
function visitsOf(asked, count = 60) {
  const { to } = span(asked);
  const end = Math.min(Date.now(), Date.parse(to) + DAY - 1);
  const all = Array.from({ length: count }, (_, n) => {
    const [side, channel, network, confidence, rule, page, campaign, code] = VISITS[n % VISITS.length];
    const at = new Date(end - n * 3_210_000).toISOString();
    const fold = ["proven", "strong"].includes(confidence) ? "sure" : confidence === "estimated" ? "cant_tell" : "up_to";
    return { id: `${20_000 - n}`, at, day: at.slice(0, 10), side, channel, channel_said: SAID[channel], network, network_name: network && NAMES[network], confidence, fold, rule, page, campaign, code, referrer: channel === "search" ? "https://www.google.com/" : null, views: 1 + (n % 3), seconds: (n % 3) * 48 };
  });
  return all.filter((visit) => ["side", "channel", "network", "page", "campaign", "code"].every((name) => !asked.get(name) || asked.get(name) === visit[name]));
}
const SAID = { share_button: "share buttons", post: "own posts", passed_on: "visitors copied the address", paid: "ads", dark: "probably private messages", search: "search" };
const NAMES = { whatsapp: "WhatsApp", bluesky: "Bluesky", facebook: "Facebook", google: "Google" };
const told = ({ rule: _, campaign: __, ...visit }) => visit;
const WHY = {
  smo: ["A visit: passed on by visitors (share buttons, WhatsApp).", "The address carries a token that a share button of yours made, and the press that made it was somebody else's.", "The browser named nothing as its origin.", "It descends from k7q4mx1.", "That is proven: a link of yours says so."],
  smm: ["A visit: brought by us (own posts, Bluesky).", "The address carries the token of a link that you made for a post.", "That is proven: a link of yours says so."],
  unknown: ["A visit: can't tell whose doing (probably private messages).", "The browser named nothing, and nobody types this address.", "Slack fetched a preview of the page two hours before."],
  other: ["A visit: not social (search, Google).", "The browser named google.com as its origin."],
};

function hoursOf(period) {
  const hours = Array.from({ length: 168 }, (_, n) => {
    const [weekday, hour] = [Math.floor(n / 24) + 1, n % 24];
    const day = Math.max(0, Math.sin(((hour - 6) / 16) * Math.PI));
    const passed_on = Math.round(9 * day * (weekday > 5 ? 1.6 : 1) * (0.7 + 0.3 * Math.sin(n)));
    const brought = Math.round(8 * day * (hour === 9 || hour === 17 ? 2.4 : 0.6));
    return { weekday, hour, all: passed_on + brought + Math.round(20 * day), passed_on, brought };
  });
  return { period, zone: "Europe/Zurich", hours, says: "Most is passed on on Saturdays between 13 and 14 o'clock." };
}

const NODES = [
  ["k7q4mx1", null, true, "own post on Bluesky", "post", "bluesky", 212, 64],
  ["p1", "k7q4mx1", false, "shared to WhatsApp", null, "whatsapp", 41, 15],
  ["p2", "p1", false, "shared to WhatsApp", null, "whatsapp", 9, 4],
  ["p3", "p2", false, "link copied", null, null, 4, 0],
  ["p4", "p1", false, "shared to Facebook", null, "facebook", 2, 0],
  ["p5", "k7q4mx1", false, "link copied", null, null, 8, 0],
  ["k7q4mx2", null, true, "share buttons on pages", "share_button", null, 96, 21],
  ["p6", "k7q4mx2", false, "shared to Mastodon", null, "mastodon", 21, 0],
  ["k7q4mx3", null, true, "ad on Facebook", "ad", "facebook", 236, 0],
].map(([id, parent, ours, name, activity, network, visits, below]) => ({ id, parent, ours, name, activity, network, visits, below }));

const POSTS = [
  ["po5", "Rye bread is back: three days of leaven, one of patience.\nhttps://bakery.example/rye", "2026-11-09T08:00:00Z", [212, 236], [41, 64], 9, 31_500, 14, 0],
  ["po9", "Open on Sunday as well.", "2026-11-13T08:00:00Z", [88, 96], [0, 4], 1, 1_250, null, 20],
  ["po12", "The oven is hot: come by before noon.", null, [12, 12], [0, 0], 0, 0, null, 0],
].map(([id, text, live, [a, b], [c, d], sales, sold, minutes, paid]) => ({ id, text, page: "https://bakery.example/rye", live, brought: { sure: a, up_to: b, guessed: 0 }, passed_on: { sure: c, up_to: d, guessed: 0 }, sales, sold: sold ? euro(sold) : null, minutes, paid: paid ? euro(paid) : null }));

export function worth(the, site, problem) {
  const answers = (answer) => ([id], _, asked) => {
    site(id);
    return answer(asked, the().kind === "empty");
  };
  return {
    "GET /sites/*/statement": answers((asked) => (asked.get("from") > asked.get("to") ? problem(422, "period_invalid", "the period ends before it begins: name a first day that is not after the last one") : statementOf(the(), asked))),
    "GET /sites/*/statement/campaigns": answers((asked, empty) => ({
      period: span(asked),
      rows: empty ? [] : [{ ...row("smm-in-summer", "summer", "smm", null, [120, 120], { sales: 2, sold: 9_000 }), filter: filterOf({ side: "smm", campaign: "summer" }), no_cost: null }, { ...row("smo-in-summer", "summer", "smo", null, [40, 61], { sales: 1, sold: 4_000 }), filter: filterOf({ side: "smo", campaign: "summer" }), no_cost: null }],
    })),
    "GET /sites/*/statement/posts": answers((asked, empty) => ({
      period: span(asked),
      posts: empty ? [] : POSTS,
      missing: [],
    })),
    "GET /sites/*/statement/pages": answers((asked, empty) => ({
      period: span(asked),
      pages: empty ? [] : [["/rye-bread", [180, 241], [202, 240], 98, 804, 12, 61], ["/summer-buns", [96, 130], [190, 221], 71, 402, 9, 34], ["/recipes/sourdough-without-a-machine-and-without-much-time", [88, 121], [14, 14], 180, 233, 21, 18], ["", [48, 100], [259, 304], 181, 1_057, 4, 2]].map(([path, a, b, unknown, other, seen_shared, pressed]) => ({ path, passed_on: { sure: a[0], up_to: a[1], guessed: 0 }, brought: { sure: b[0], up_to: b[1], guessed: 0 }, unknown, other, seen_shared, pressed, minutes: null, paid: null })),
    })),
    "GET /sites/*/statement/amplification": answers((asked, empty) => ({
      period: span(asked),
      visits: empty ? 0 : 4_397,
      passed_on: { sure: empty ? 0 : 412, up_to: empty ? 0 : 592, guessed: 0 },
      per_100: empty ? null : { from: 10.3, to: 15.6 },
      began_ours: empty ? 0 : 96,
      own_posts: empty ? 0 : 21,
      earned_per_post: empty ? null : 4.57,
      says: empty ? [] : ["On each 100 other visits came 10–16 that were passed on.", "Each of your 21 own links earned 4.6 visits that others passed on."],
      nodes: empty ? [] : NODES,
      beyond: empty ? 0 : 17,
    })),
    "GET /sites/*/statement/hours": answers((asked, empty) => (empty ? { ...hoursOf(span(asked)), hours: hoursOf(span(asked)).hours.map((hour) => ({ ...hour, all: 0, passed_on: 0, brought: 0 })), says: "" } : hoursOf(span(asked)))),
    "GET /sites/*/visits": answers((asked, empty) => {
      const all = empty ? [] : visitsOf(asked);
      const begin = Number(asked.get("after") ?? 0);
      return { items: all.slice(begin, begin + 20).map(told), next: begin + 20 < all.length ? String(begin + 20) : null };
    }),
    "GET /sites/*/visits/live": answers((_, empty) => ({
      minutes: 30,
      visitors: empty ? 0 : 6,
      sides: empty ? [] : [{ side: "smo", visits: 2 }, { side: "smm", visits: 2 }, { side: "unknown", visits: 1 }],
      visits: empty ? [] : visitsOf(new URLSearchParams(), 5).map((visit, n) => ({ ...told(visit), at: new Date(Date.now() - n * 190_000 - 8_000).toISOString() })),
      is_cut_short: false,
    })),
    "GET /sites/*/visits/*": ([id, visit]) => {
      site(id);
      const found = visitsOf(new URLSearchParams()).find((one) => one.id === visit);
      if (!found) problem(404, "not_found", "This visit is not there: single visits are kept for a while, their sums stay.");
      const rule = { id: found.rule, says: "A link that we made for a share button says so.", source: "Tidings", read: "2026-11-26" };
      return { ...told(found), why: WHY[found.side], rule, query: found.code && `e=${found.code}`, agent: "Firefox", press: null, parent: found.side === "smo" ? "k7q4mx1" : null, began_ours: false, by: "script", live: [], unfurls: [] };
    },
    "GET /demo/truth": () => {
      if (!the().truth) problem(404, "not_found", "There is no story here.");
      const ways = [["share_button", "by a share button", "smo", "smo-share_button", 205], ["copied", "copied and put where all see it", "smo", "smo-passed_on", 302], ["message", "sent in a private message", "smo", "unknown-dark", 190], ["post", "by a post of the bakery", "smm", "smm-post", 440], ["ad", "by the ad", "smm", "smm-paid", 236], ["reply", "by an answer of the bakery", "smm", "smm-reply", 52], ["search", "by a search", "other", "other-search", 2_310], ["email", "by the newsletter", "other", "other-email", 122], ["ai", "by an AI assistant", "other", "other-ai", 64], ["direct", "typed or kept", "other", "other-direct", 340]];
      return { ways: ways.map(([way, says, side, row, visits]) => ({ way, says, side, row, visits })), says: "The visits before you opened the demo are made up, and so are the readers who follow links in your posts; so it is known what really brought each of them. Of your own site nobody can know that; the difference shows how far measuring goes." };
    },
  };
}
