// The mock's slots, posts that take the next free one, posts that are moved, calendar links, and what becomes of late posts.

import { waiting } from "./approval.mjs";
import { wallOf } from "./posts.mjs";

const DAY = 86_400_000;
const iso = (at) => new Date(at).toISOString();

/** `slots`: some are chosen already. */
export const beginPlanned = ({ slots = false } = {}) => ({ slots: slots ? { zone: "Europe/Berlin", times: [{ weekday: 2, time: "09:00:00" }, { weekday: 4, time: "17:30:00" }], version: 1 } : { zone: null, times: [], version: 0 }, links: 0, feeds: [], repeats: new Map(), missed: { within_minutes: 120, otherwise: "ask" } });

export function planned(the, posts, site, problem) {
  const seen = (id, of, version) => {
    site(id);
    const one = posts().posts.find((post) => post.id === of && post.site === id) ?? problem(404, "not_found", "There is no such post here.");
    if (one.version !== version) problem(409, "changed_meanwhile", "Somebody else changed the post meanwhile: look at it again, then change it.");
    return one;
  };
  const open = ["draft", "planned", "skipped"];
  const plan = (one, wall, due) => {
    Object.assign(one, { wall, due, version: one.version + 1 });
    return one;
  };
  /** The instant at which the wall of a zone shows that, found by looking. */
  const instant = (wall, zone) => {
    const about = Date.parse(`${wall.slice(0, 16)}:00Z`);
    const shows = [-14, -12, -10, -9, -8, -7, -6, -5, -4, -3, -2, -1, 0, 1, 2, 3, 4, 5, 6, 7, 8, 10, 12].map((hours) => about + hours * 3_600_000).find((at) => wallOf(at, zone).slice(0, 16) === wall.slice(0, 16));
    return iso(shows ?? about);
  };
  const next = (but = "") => {
    const { zone, times } = the().slots;
    const today = zone && Date.parse(`${wallOf(Date.now(), zone).slice(0, 10)}T00:00:00Z`);
    for (let days = 0; zone && days < 60; days += 1) {
      const day = today + days * DAY;
      for (const { weekday, time } of times.filter(({ weekday }) => weekday === (new Date(day).getUTCDay() || 7))) {
        const wall = `${iso(day).slice(0, 10)}T${time}`;
        const at = instant(wall, zone);
        if (Date.parse(at) > Date.now() && !posts().posts.some(({ id, due }) => id !== but && due === at)) return { wall, zone, at };
      }
    }
    return null;
  };
  const told = () => ({ ...the().slots, next: next(), suggested: [1, 3, 5].map((weekday) => ({ weekday, time: "09:00:00" })) });
  /** Rows of a sheet or of JSON, the first of which is called `first`. */
  const bring = (id, rows, asked, first) => {
    site(id);
    const now = wallOf(Date.now(), asked.get("zone")).slice(0, 16);
    const faults = rows.flatMap(({ when, accounts }, at) => {
      if (when && when < now) return [{ line: at + first, says: `${when}:00 is over: choose a later time, or publish it now` }];
      return posts().accounts.some(({ name }) => name === accounts) ? [] : [{ line: at + first, says: `there is no account ${accounts}: there are ${posts().accounts.map(({ name }) => name).join("; ")}` }];
    });
    const kept = faults.length === 0 && asked.get("trial") !== "true";
    for (const { when, text, accounts } of kept ? rows : []) {
      const due = when ? instant(when, asked.get("zone")) : null;
      const { id: account } = posts().accounts.find(({ name }) => name === accounts);
      const delivery = { id: `de${posts().next++}`, account, text: null, without_link: false, state: due ? "planned" : "draft", due, code: null, address: null, url: null, live: null, gone: null, visits: 0, engagement: { likes: null, reposts: null, replies: null, views: null }, looked: null, corrected: null, can_correct: false, can_take_down: false, tries: 0, cause: null, says: null, copy: text, open: null };
      posts().posts.push(waiting(posts(), { id: `po${posts().next++}`, site: id, text, page: null, card: { title: "", description: "", alt: "", picture: null }, media: [], parts: [], on_break: "go_on", first_comment: null, campaign: null, wall: when ? `${when}:00` : null, zone: asked.get("zone"), due, moved: false, version: 1, made: iso(Date.now()), made_by: "Jo", changed: iso(Date.now()), deliveries: [delivery] }));
    }
    return { posts: rows.length, faults, kept };
  };
  return {
    "POST /sites/*/posts/*/move": ([id, of], { version, wall }) => {
      const one = seen(id, of, version);
      if (one.deliveries.some(({ state }) => !open.includes(state))) problem(409, "post_went_out", "The time of this post has come, for some account at least: what has begun cannot be moved.");
      if (wall < wallOf(Date.now(), one.zone).slice(0, 16)) problem(422, "time_past", `${wall}:00 is over: choose a later time, or publish it now.`);
      plan(one, `${wall}:00`, instant(wall, one.zone));
      for (const delivery of one.deliveries) if (delivery.state === "planned") delivery.due = one.due;
      return one;
    },
    "POST /sites/*/posts/*/queue": ([id, of], { version }) => {
      const one = seen(id, of, version);
      if (one.deliveries.length === 0) problem(422, "accounts_none", "The post goes nowhere yet: choose at least one account.");
      const free = next(of) ?? problem(422, "slots_none", "This site has no slots yet: choose the times of the week at which it posts.");
      plan(one, free.wall, free.at);
      one.zone = free.zone;
      for (const delivery of one.deliveries.filter(({ state }) => open.includes(state))) Object.assign(delivery, { state: "planned", due: one.due, code: delivery.code ?? (one.page ? "k7q4mq1" : null), address: one.page && `${one.page}?e=k7q4mq1` });
      return one;
    },
    "GET /sites/*/posts/*/repeat": ([id, of]) => (site(id), the().repeats.get(of) ?? { every_days: 7, copies: 0, until: null }),
    "PUT /sites/*/posts/*/repeat": ([id, of], repeat) => {
      site(id);
      if (!(repeat.every_days >= 1 && repeat.every_days <= 366)) problem(422, "repeat_wrong", "A post repeats every 1 to 366 days, and at most 366 copies.");
      the().repeats.set(of, repeat);
    },
    "GET /sites/*/feeds": ([id]) => (site(id), { items: the().feeds, next: null }),
    "POST /sites/*/feeds": ([id], { address }) => {
      const of = site(id);
      let whole;
      try {
        whole = new URL(address.trim(), of.address);
      } catch {
        problem(422, "address_invalid", "a feed is a whole address, like https://bakery.example/feed.xml");
      }
      if (!/feed|sitemap/.test(whole.pathname)) problem(422, "feed_invalid", `nothing at ${whole} is a feed or a sitemap (it is a web page, not a sitemap): RSS, Atom, JSON Feed and sitemaps are followed`);
      if (the().feeds.some((feed) => feed.address === whole.href)) problem(422, "feed_followed", "the site follows this feed already");
      const made = { id: `fe${the().feeds.length + 1}`, address: whole.href, made: new Date().toISOString(), made_by: "Ada", looked: new Date().toISOString(), drafted: 0, says: null };
      the().feeds.push(made);
      return [201, made];
    },
    "DELETE /sites/*/feeds/*": ([id, feed]) => {
      site(id);
      const at = the().feeds.findIndex((one) => one.id === feed);
      if (at < 0) problem(404, "not_found", "the site follows no such feed");
      the().feeds.splice(at, 1);
    },
    "GET /sites/*/slots": ([id]) => (site(id), told()),
    "PUT /sites/*/slots": ([id], { zone, times, version }) => {
      site(id);
      if (version !== the().slots.version) problem(409, "changed_meanwhile", "Somebody else changed the slots meanwhile: look at it again, then change it.");
      the().slots = { zone, times: times.map(({ weekday, time }) => ({ weekday, time: time.length === 5 ? `${time}:00` : time })), version: version + 1 };
      return told();
    },
    "GET /sites/*/calendar": ([id]) => (site(id), { links: the().links }),
    "POST /sites/*/calendar": ([id]) => {
      site(id);
      the().links += 1;
      return [201, { link: `http://127.0.0.1:7979/calendar/k3v9xqk3v9xq${the().links}.ics` }];
    },
    "DELETE /sites/*/calendar": ([id]) => {
      site(id);
      the().links = 0;
    },
    // Lines without separators in their cells are all that the mock reads.
    "POST /sites/*/posts.csv": ([id], sheet, asked) => {
      const [head, ...lines] = sheet.trim().split("\n").map((line) => line.split(","));
      const rows = lines.map((cells) => Object.fromEntries(head.map((name, at) => [name, cells[at] ?? ""])));
      return bring(id, rows, asked, 2);
    },
    "POST /sites/*/posts.json": ([id], asked, how) => bring(id, asked.posts.map(({ accounts = [], ...post }) => ({ text: "", ...post, accounts: accounts[0] ?? "" })), how, 1),
    "GET /workspace/missed": () => the().missed,
    "PUT /workspace/missed": (_, { within_minutes, otherwise }) => {
      if (!(within_minutes >= 0 && within_minutes <= 10_080)) problem(422, "minutes_wrong", "Posts go out up to a week late: choose minutes from 0 to 10080.");
      the().missed = { within_minutes, otherwise };
    },
  };
}
