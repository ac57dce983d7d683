// The mock's watch: schedules, proof, hooks, notices, the demo's steps.

const DAY = 86_400_000;
const ago = (days) => new Date(Date.now() - days * DAY).toISOString();
const TOKEN = "tidings-proof-4f9a2c7e81";

export const beginWatch = ({ notices = true } = {}) => ({
  settings: new Map(),
  tries: 0,
  webhook: { address: "https://hooks.bakery.example/tidings", events: ["audit_worse"], tries: [{ message: "notice-42", event: "audit_worse", at: ago(0.2), fault: null }] },
  mail: false,
  demo: { mended: false, cards: false, bar: false, clicked: false, read: false },
  notices: notices ? made() : [],
});

function made() {
  const one = (id, days, kind, severity, says, remedy, site = { id: "1", name: "bakery.example" }) => ({ id, at: ago(days), kind, severity, says, remedy, site, post: kind.startsWith("post_") ? "po18" : null, seen: days > 2, over: kind === "site_down" ? ago(days - 0.1) : null });
  return [
    one("n7", 0.05, "audit_worse", "warning", "bakery.example shows 7 points less than before: 41 pages lost their picture.", "Open the site and look at the first thing to do: the picture’s address changed with the theme."),
    one("n8", 2.6, "post_needs_you", "error", "A post on Mastodon (@bakery@mastodon.example) needs you.", "mastodon.example broke off in the middle, and does not tell its latest posts: look whether it is there."),
    one("n6", 0.3, "disk_filling", "error", "The disk with the data has 1.2 GB left, of 40 GB.", "Make room, or let audits be kept for a shorter time: tidings doctor says what takes most.", null),
    one("n5", 1.2, "audit_failed", "error", "a-rather-long-name-of-a-choir.example could not be read: it answered no address in 30 s.", "Open it in a browser. If it does not open there either, the site is down.", { id: "3", name: "a-rather-long-name-of-a-choir.example" }),
    one("n4", 3, "site_up", "note", "florist.example answers again, after 2 h 10 min.", "Nothing is left to do.", { id: "2", name: "florist.example" }),
    one("n3", 3.1, "site_down", "error", "florist.example does not answer.", "Open it in a browser; if it does not open there, ask its host.", { id: "2", name: "florist.example" }),
    one("n2", 9, "worker_silent", "warning", "The part that reads sites was silent for 2 minutes.", "It works again. If it happens often, look at the log around that time.", null),
  ];
}

export function watch(the, site, problem, begin, cards) {
  const settingsOf = (id) => {
    const known = the().settings.get(id);
    if (known) return known;
    const { name, address } = site(id);
    const fresh = {
      name,
      version: 1,
      schedule: id === "1" ? { every: "week", weekday: 1, day: 1, at: "06:30", zone: "Europe/Zurich" } : { every: "never", weekday: 1, day: 1, at: "06:00", zone: "UTC" },
      next: id === "1" ? ago(-4) : null,
      hook: false,
      proof: {
        proved: null,
        how: null,
        token: TOKEN,
        file: { address: `${address}/.well-known/tidings.txt`, content: TOKEN },
        tag: `<meta name="tidings-proof" content="${TOKEN}">`,
        dns: { name: `_tidings.${new URL(address).hostname}`, value: TOKEN },
      },
    };
    the().settings.set(id, fresh);
    return fresh;
  };
  const save = (id, version, change) => {
    const known = settingsOf(id);
    if (version !== known.version) problem(409, "changed_meanwhile", "Somebody else saved in between: look at what they saved.");
    const now = { ...known, ...change, version: known.version + 1 };
    the().settings.set(id, now);
    return now;
  };
  return {
    "GET /sites/*/settings": ([id]) => settingsOf(id),
    "PUT /sites/*": ([id], { name, version }) => {
      const now = save(id, version, { name });
      site(id).name = name;
      return now;
    },
    "PUT /sites/*/schedule": ([id], { version, ...schedule }) => save(id, version, { schedule, next: schedule.every === "never" ? null : ago(-2) }),
    "POST /sites/*/hook": ([id]) => {
      settingsOf(id).hook = true;
      return [201, { address: "http://127.0.0.1:4174/hook/9sWq2LmX5vRt8nBc3hYz7pKd" }];
    },
    "DELETE /sites/*/hook": ([id]) => {
      settingsOf(id).hook = false;
    },
    "POST /sites/*/proof": ([id], { how }) => {
      const known = settingsOf(id);
      the().tries += 1;
      if (the().tries === 1) problem(422, "proof_missing", `${known.proof.file.address} answers with status 404: put the file there, then check again.`);
      Object.assign(known.proof, { proved: ago(0), how });
      return known;
    },
    "GET /notices": () => ({ items: the().notices, next: null, unseen: the().notices.filter(({ seen }) => !seen).length }),
    "POST /notices/seen": () => {
      for (const notice of the().notices) notice.seen = true;
    },
    "GET /notice-settings": () => ({
      mail: the().mail,
      webhook: the().webhook,
      kinds: [
        { kind: "audit_worse", says: "An audit got worse than the one before." },
        { kind: "audit_failed", says: "A site could not be read." },
        { kind: "site_down", says: "A site does not answer, or answers again." },
        { kind: "worker_silent", says: "The part that reads sites was silent for 2 minutes." },
        { kind: "disk_filling", says: "The disk with the data is filling up." },
      ],
      webhook_events: [
        { event: "audit_worse", says: "An audit got worse than the one before." },
        { event: "delivery_live", says: "A post went live" },
      ],
    }),
    "PUT /notice-settings/mail": (_, { mail }) => {
      the().mail = mail;
    },
    "PUT /notice-settings/webhook": (_, { address }) => {
      the().webhook = { address, events: ["audit_worse"], tries: [] };
      return { secret: "whsec_Zx81nQp4vTk7sLw2mRc9bYd6" };
    },
    "PUT /notice-settings/webhook/events": (_, { events }) => {
      the().webhook.events = events;
    },
    "POST /notice-settings/webhook/secret": () => ({ secret: "whsec_Qm2bLw8rTz4nYc6pXk1vJd5s" }),
    "DELETE /notice-settings/webhook": () => {
      the().webhook = null;
    },
    "POST /notice-settings/webhook/test": () => ({ delivered: false, says: "hooks.bakery.example answered with status 404: look whether the address is right." }),
    "GET /demo": () => ({ steps: strip(the().demo, cards()) }),
    "POST /demo/mend": () => {
      the().demo.mended = true;
      return [202, begin(site("1"))];
    },
    "PUT /demo/cards": () => {
      the().demo.cards = true;
      return [202, begin(site("1"))];
    },
    "DELETE /demo/cards": () => {
      the().demo.cards = false;
      return [202, begin(site("1"))];
    },
    "PUT /demo/bar": () => void (the().demo.bar = true),
    "DELETE /demo/bar": () => void (the().demo.bar = false),
  };
}

/** The demo's steps. */
function strip(demo, cards) {
  const press = (act, says, undoes = false) => ({ act, says, undoes });
  const step = (id, says, how, done, link, presses = [], visit = null) => ({ id, says, how, done, link, visit, presses });
  return [
    step("see", "See a link today", "52 % of the shop's links look right today. Open a page to see why the others do not.", true, "/sites/1"),
    step("mend", "Mend it", "The things to do say how. Here the shop does them for you, at one press.", demo.mended, "/sites/1", demo.mended ? [] : [press("mend", "Mend the demo shop")]),
    step("watch", "Watch it change", "52 % before, 88 % now. That is what mending does.", demo.mended, "/sites/1"),
    step("card", "Make a card", cards > 0 ? `${cards} cards are made. The shop puts them onto its pages at one press.` : "Some pages have no picture that a network could show. Open the screen of cards and press “Make cards”.", demo.cards, "/sites/1/share/cards", demo.cards ? [press("take_cards", "Take the cards off", true)] : cards > 0 ? [press("put_cards", "Put the cards onto the shop")] : []),
    step("bar", "Put up a share bar", "A row of plain links, each with a code of its own. Choose its networks, or put the usual ones onto the shop at one press.", demo.bar, "/sites/1/share/bar", [demo.bar ? press("take_bar", "Take the bar off", true) : press("put_bar", "Put the share bar onto the shop")]),
    step("click", "Share it, see the click", "Open the shop as a visitor, and press a button at the end of its page. A stand-in of the network shows what was shared: follow its link, then come back.", demo.clicked, demo.bar ? "/sites/1/share/links" : null, [], demo.bar ? "http://bakery.localhost:41234/#share" : null),
    step("post", "Write a post from a page", demo.read ? "Its text, its card and the picture come from the page." : "A page of the shop becomes a post for the demo’s three accounts, for each as long as its network takes. They lead to stand-ins on this machine.", demo.read, demo.read ? "/sites/1/posts/p1" : "/sites/1/posts/new?fill&page=http%3A%2F%2Fbakery.localhost%3A41234%2Fbread%2Fcountry-loaf"),
    step("schedule", "Plan it", "Choose a time, or publish it now: nothing leaves this machine.", demo.read, demo.read ? "/sites/1/posts/p1" : null),
    step("live", "See it live", demo.read ? "It is live on Bluesky, Mastodon and X. “See it”, beside each account, leads to the post at the stand-in." : "At its minute it goes out by each account, once, and each ends in a receipt.", demo.read, demo.read ? "/sites/1/posts/p1" : null),
    step("came", "See who came by it", demo.read ? "12 visits by links in your post so far, on Bluesky, Mastodon and X. They are invented readers of the demo’s, counted as everybody’s are; where you follow a link yourself, that counts too." : "Once it is live, invented readers of the demo’s follow its links, and are counted as everybody’s are.", demo.read, demo.read ? "/sites/1/worth/posts?from=2026-11-27&to=2026-11-27&post=po5" : null),
  ];
}
