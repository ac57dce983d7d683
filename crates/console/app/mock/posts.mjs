// The mock's accounts, posts and deliveries. Nothing goes out by itself: `POST /mock/due` is the hour at which all are due.

import { waiting } from "./approval.mjs";

const HOUR = 3_600_000;
const DIGEST = "b5bb9d8014a0f9b1d61e21e796d78dccdf1352f23cd32812f4850b878ae4944c";
/** A picture of a page, as it was kept. */
const PICTURE = { digest: DIGEST, kind: "image/png", width: 1200, height: 630, bytes: 120_000, alt: "", address: null, film: null };
const CARD = { title: "", description: "", alt: "", picture: null };
/** Pages that the audit read. */
const PAGES = [
  ["", "Bakery on the corner"],
  ["rye", "Rye bread, baked today"],
  ["rye/walnut", "Rye with walnuts, and why it wants a second day"],
  ["stollen", "Christmas stollen"],
  ["about", "Our story, from one oven in a shed to three shops and a mill by the river that still turns"],
].map(([path, title]) => ({ address: `https://bakery.example/${path}`, title }));
const iso = (after = 0) => new Date(Date.now() + after).toISOString();
/** The wall of a zone, at an instant. */
export const wallOf = (time, zone) => new Intl.DateTimeFormat("sv-SE", { timeZone: zone, dateStyle: "short", timeStyle: "medium" }).format(time).replace(" ", "T");

/** The whole text, as somebody posts it by hand. */
const copied = ({ page }, text, address) => {
  if (!page || !address) return text;
  return text.includes(page) ? text.replace(page, () => address) : `${text.trimEnd()}\n\n${address}`.trim();
};

/** `accounts`: some are connected already. `paid`: one of them takes money. `some`: posts stand in every way that there is. `approval`: they need a yes. */
export function beginPosts({ accounts = false, some = false, paid = false, approval = false } = {}) {
  const the = { accounts: [], posts: [], pictures: [], next: 1, wanted: approval, siteWants: null, said: new Map(), agreed: new Map(), had: new Map() };
  const account = (network, name, more = {}) => the.accounts.push({ id: `ac${the.next++}`, network, name, server: null, stands: "by_hand", threads: false, comments: false, ill: null, made: iso(-90 * HOUR), made_by: "Jo", ...more });
  if (accounts || some) {
    account("bluesky", "@bakery.example", { server: "https://bsky.social/", stands: "well", threads: true, comments: true });
    account("mastodon", "@bakery@mastodon.example", { server: "https://mastodon.example/", stands: "ill", threads: true, comments: true, ill: "mastodon.example does not let Tidings in any more: make a new access token there, and connect the account again." });
    account("facebook", "Bakery on the corner");
    account("linkedin", "The old page", { stands: "gone" });
    if (paid) account("x", "@shop", { server: "https://api.x.com/", stands: "well" });
  }
  if (!some) return the;
  const [sky, toot, page] = the.accounts;
  const post = (text, after, deliveries, more = {}) => {
    const id = `po${the.next++}`;
    const due = after === null ? null : iso(after);
    const carried = "https://bakery.example/rye";
    const one = { id, site: "1", text, page: carried, card: { ...CARD, title: "Rye bread" }, media: [], parts: [], on_break: "go_on", first_comment: null, campaign: null, wall: due && wallOf(Date.parse(due), "Europe/Berlin"), zone: "Europe/Berlin", due, moved: false, version: 1, made: iso(-200 * HOUR), made_by: "Jo", changed: iso(-3 * HOUR), ...more };
    one.deliveries = deliveries.map(([of, state, its = {}], n) => ({ id: `de${the.next++}`, account: of.id, text: null, without_link: false, state, due, code: due && `k7q4mp${n}`, address: due && `${carried}?e=k7q4mp${n}`, url: null, live: state === "live" || state === "gone" ? due : null, gone: null, visits: 0, engagement: { likes: null, reposts: null, replies: null, views: null }, looked: null, corrected: null, can_correct: false, can_take_down: false, tries: 0, cause: null, says: null, copy: copied(one, text, due && `${carried}?e=k7q4mp${n}`), open: due && `https://${of.network}.example/share?url=${encodeURIComponent(carried)}`, ...its }));
    the.posts.push(waiting(the, one));
  };
  post("Rye bread is back: three days of leaven, one of patience.\nhttps://bakery.example/rye", -50 * HOUR, [[sky, "live", { url: "https://bsky.app/profile/bakery.example/post/3k", visits: 31, can_correct: true, can_take_down: true, engagement: { likes: 14, reposts: 3, replies: 1, views: null }, looked: iso(-2 * HOUR) }], [toot, "person", { cause: "nobody_knows", says: "mastodon.example broke off in the middle, and does not tell its latest posts: look whether it is there" }], [page, "skipped"]]);
  post("Open on Sunday as well.", -26 * HOUR, [[toot, "refused", { cause: "text_too_long", says: "mastodon.example takes 500 signs, and this text has 612: shorten it, then send it again" }], [page, "gone", { gone: iso(-2 * HOUR) }]]);
  post("The oven is hot: come by before noon.", -1 * HOUR, [[page, "waiting"], [sky, "limited"]], { media: [{ ...PICTURE, alt: "Loaves in the oven" }] });
  post("Christmas stollen from today on.", 30 * HOUR, [[sky, "planned"], [page, "planned"]]);
  post("What leaven wants: warmth, flour, and nobody who looks all the time.", null, [[sky, "draft"]], { campaign: "winter" });
  return the;
}

/** Whatever is planned goes out: by hand it is somebody's turn, everything else is live. */
export function due(the, only = () => true) {
  for (const post of the.posts.filter((one) => only(one) && !one.waits)) {
    for (const delivery of post.deliveries.filter(({ state }) => state === "planned")) {
      const account = the.accounts.find(({ id }) => id === delivery.account);
      if (account.stands === "by_hand") delivery.state = "waiting";
      else Object.assign(delivery, { state: "live", live: iso(), url: `${account.server}post/1`, tries: 1, can_correct: account.network === "mastodon", can_take_down: true });
    }
  }
}

const FIELDS = {
  bluesky: [
    { name: "name", label: "Handle", hint: "As in your profile’s address, such as bakery.bsky.social", usual: null, secret: false },
    { name: "secret", label: "App password", hint: "Four groups of four signs", usual: null, secret: true },
    { name: "server", label: "Server", hint: "Where the account lives", usual: "bsky.social", secret: false },
  ],
  facebook: [{ name: "secret", label: "Page token", hint: "From your app’s page", usual: null, secret: true }],
  x: [{ name: "secret", label: "Access token", hint: "From your developer portal", usual: null, secret: true }],
};
const SIGN_IN = {
  bluesky: {
    fields: [
      { name: "name", label: "Handle", hint: "Such as bakery.bsky.social", usual: "", secret: false },
      { name: "server", label: "Server", hint: "Where the account lives", usual: "bsky.social", secret: false },
    ],
    says: "Your server asks whether Tidings may post for you. Tidings never sees your password.",
  },
};
const EFFORTS = { bluesky: ["minutes", 2], facebook: ["own_app", 60], x: ["paid", 40] };
const ORDER = ["minutes", "own_app", "paid", "none"];

export function posts(the, networks, site, problem) {
  const account = (id) => the().accounts.find((one) => one.id === id) ?? problem(404, "not_found", "There is no such account here.");
  const post = (id, of) => (site(id), the().posts.find((one) => one.id === of && one.site === id) ?? problem(404, "not_found", "There is no such post here."));
  const live = (id, of) => {
    const one = the().posts.find(({ site, deliveries }) => site === id && deliveries.some((delivery) => delivery.id === of)) ?? problem(404, "not_found", "There is no such delivery here.");
    const delivery = one.deliveries.find((it) => it.id === of);
    if (delivery.state !== "live") problem(409, "delivery_not_live", "This one is not live: there is nothing to change outside.");
    return [one, delivery];
  };
  const seen = (id, of, version) => {
    const one = post(id, of);
    if (one.version !== version) problem(409, "changed_meanwhile", "Somebody else changed the post meanwhile: look at it again, then change it.");
    return one;
  };
  const medium = (digest) => (digest === DIGEST ? PICTURE : the().pictures.find((it) => it.digest === digest)) ?? problem(404, "not_found", "There is no such picture here.");
  const fill = (one, { text, page, card, media = [], parts = [], on_break = "go_on", first_comment, campaign, zone, accounts }) => {
    Object.assign(one, { text, page: page ?? null, card: { ...CARD, ...card, picture: card.picture ? medium(card.picture) : null }, media: media.map(({ digest, alt }) => ({ ...medium(digest), alt })), parts: parts.map(({ text, media = [] }) => ({ text, media: media.map(({ digest, alt }) => ({ ...medium(digest), alt })), deliveries: [] })), on_break, first_comment: first_comment?.trim() ? { text: first_comment.trim(), deliveries: [] } : null, campaign: campaign ?? null, zone, version: one.version + 1, changed: iso() });
    const wanted = accounts.map((it) => it.account);
    one.deliveries = one.deliveries.filter(({ account, state }) => !["draft", "planned", "skipped"].includes(state) || wanted.includes(account));
    for (const variant of accounts) {
      account(variant.account);
      const there = one.deliveries.find((delivery) => delivery.account === variant.account);
      const without_link = variant.without_link ?? false;
      if (there) Object.assign(there, { text: variant.text ?? null, without_link, copy: copied(one, variant.text ?? one.text, there.address) });
      else one.deliveries.push({ id: `de${the().next++}`, account: variant.account, text: variant.text ?? null, without_link, state: "draft", due: null, code: null, address: null, url: null, live: null, gone: null, visits: 0, engagement: { likes: null, reposts: null, replies: null, views: null }, looked: null, corrected: null, can_correct: false, can_take_down: false, tries: 0, cause: null, says: null, copy: copied(one, variant.text ?? one.text, null), open: null });
    }
    return one;
  };
  const ways = () =>
    networks
      .map(({ id, name }) => {
        const [effort, minutes] = EFFORTS[id] ?? [];
        const connect = effort
          ? { effort, minutes, price: id === "x" ? { currency: "USD", post: 15_000, post_with_link: 200_000, described: 5_000, connecting: 10_000, evidence: { source: "docs.x.com", read: "2026-11-26", grade: "platform" } } : null, steps: [`In ${name} open Settings, Privacy and security, App passwords.`, "Add one, call it Tidings, and copy what it shows: it is shown once."], fields: FIELDS[id], sign_in: SIGN_IN[id] ?? null, settled: "the network knows each post by a key of ours, so that sending it again changes nothing", proved: "Proved against the sandbox; never run against the live network.", evidence: { source: "bluesky-social/atproto", read: "2026-11-26", grade: "code" } }
          : null;
        return { network: id, name, connect };
      })
      .sort((one, other) => ORDER.indexOf(one.connect?.effort ?? "none") - ORDER.indexOf(other.connect?.effort ?? "none"));
  return {
    "GET /accounts": () => ({ items: [...the().accounts].sort((one, other) => (one.stands === "gone") - (other.stands === "gone")), next: null }),
    "GET /accounts/ways": () => ({ items: ways(), next: null }),
    "POST /posts/count": (_, { text, accounts, media = [] }) => {
      const most = (id) => (the().accounts.find((one) => one.id === id)?.network !== "telegram" ? 300 : media.length > 0 ? 1_024 : 4_096);
      const limit = (limit) => ({ used: text.length, limit, unit: "character", over: text.length > limit ? { by: text.length - limit, at: limit } : null });
      const unfit = media.some(({ film }) => film) && media.length > 1 ? "@bakery takes a film or pictures, and not both in one post: take one or the other away" : null;
      return { items: accounts.map((account) => ({ account, media: unfit, limits: [limit(most(account))] })), next: null };
    },
    "GET /sites/*/pages": ([id], _, asked) => {
      site(id);
      const words = (asked.get("q") ?? "").toLowerCase().split(/\s+/).filter(Boolean);
      const fits = ({ address, title }) => words.every((word) => address.includes(word) || title.toLowerCase().includes(word));
      return { items: PAGES.filter(fits).slice(0, 8), next: null };
    },
    "POST /accounts": (_, { network, by_hand, name, fields }) => {
      const way = ways().find((one) => one.network === network) ?? problem(404, "not_found", "There is no such network here.");
      const empty = by_hand ? null : way.connect?.fields.find((field) => !field.usual && !fields[field.name]);
      if (empty) problem(422, "field_empty", `${empty.label} is missing: ${empty.hint}`);
      if (!by_hand && fields.secret === "wrong") problem(422, "network_refuses", `${way.name} does not know this password: make a new one there, and type it again.`);
      const called = by_hand ? name?.trim() || way.name : `@${fields.name ?? network}`;
      const made = { id: `ac${the().next++}`, network, name: called, server: by_hand ? null : `https://${fields.server || `${network}.example`}/`, stands: by_hand ? "by_hand" : "well", threads: !by_hand && ["bluesky", "mastodon", "threads", "x", "nostr"].includes(network), comments: !by_hand && ["bluesky", "mastodon", "threads", "x", "nostr", "facebook", "instagram", "linkedin"].includes(network), ill: null, made: iso(), made_by: "Jo" };
      const there = the().accounts.find((one) => one.network === network && one.name === called);
      if (there) return [201, Object.assign(there, { ...made, id: there.id })];
      the().accounts.push(made);
      return [201, made];
    },
    // Whoever is sent away has said yes there already.
    "POST /accounts/sign-in": (_, { network, fields }) => {
      if (fields.server === "nowhere.example") problem(422, "network_refuses", "nowhere.example has no page for signing in to programs: connect the account the other way");
      const made = { id: `ac${the().next++}`, network, name: `@${fields.name || "bakery.bsky.social"}`, server: `https://${fields.server}/`, stands: "well", threads: true, comments: true, ill: null, made: iso(), made_by: "Jo" };
      the().accounts.push(made);
      return { to: `/accounts?connected=${made.id}` };
    },
    "GET /accounts/*/doctor": ([id]) => {
      const { name, stands, ill } = account(id);
      const finding = (topic, health, says, remedy = null, link = null) => ({ topic, health, says, remedy, link });
      if (stands === "ill") return { items: [finding("let_in", "wrong", `Nothing is posted by this account: ${ill}.`, "Connect the account again.", "/accounts")], next: null };
      return { items: [finding("let_in", "fine", `The server lets ${name} in.`), finding("scopes", "wrong", "The token’s app lacks write:media.", "Give the application this scope, and copy its new token.", "https://mastodon.example/settings/applications"), finding("limits", "unknown", "The server does not say how much a post may have.")], next: null };
    },
    "PUT /sites/*/deliveries/*/text": ([id, of], { text }) => {
      const [one, delivery] = live(id, of);
      if (text.length > 500) problem(422, "text_too_long", "The text is too long for this network: shorten it.");
      Object.assign(delivery, { text, corrected: iso() });
      return one;
    },
    "DELETE /sites/*/deliveries/*": ([id, of]) => {
      const [one, delivery] = live(id, of);
      Object.assign(delivery, { state: "gone", gone: iso(), cause: "taken_down", says: "Jo took it down", can_correct: false, can_take_down: false });
      return one;
    },
    "DELETE /accounts/*": ([id]) => {
      account(id).stands = "gone";
    },
    "GET /sites/*/posts": ([id], _, asked) => {
      site(id);
      const its = the().posts.filter((one) => one.site === id);
      if (asked.get("drafts") === "true") return { items: its.filter(({ wall }) => wall === null).reverse(), next: null };
      const from = Date.parse(asked.get("from") ?? "1970-01-01T00:00:00Z");
      const to = Date.parse(asked.get("to") ?? "9999-01-01T00:00:00Z");
      return { items: its.filter(({ due }) => due !== null && Date.parse(due) >= from && Date.parse(due) < to).sort((one, other) => one.due.localeCompare(other.due)), next: null };
    },
    "POST /sites/*/posts": ([id], asked) => {
      site(id);
      const made = { id: `po${the().next++}`, site: id, wall: null, due: null, moved: false, version: 0, made: iso(), made_by: "Jo", deliveries: [] };
      the().posts.push(waiting(the(), fill(made, asked)));
      return [201, made];
    },
    "POST /sites/*/posts/from-page": ([id], { page }) => {
      site(id);
      if (page.includes("missing")) problem(422, "page_unread", `${page} cannot be read: the server answers 404; there is no page at this address: check the spelling`);
      const pictured = "https://bakery.example/rye.jpg";
      const line = (text, from) => ({ text, cut: false, from });
      const preview = { verdict: "right", layout: "large", title: line("Rye bread, baked today", "og:title"), description: line("Three days of leaven, one of patience.", "og:description"), picture: { url: pictured, shape: "wide", from: "og:image", alt: null, checked: true }, host: "bakery.example", author: null, why: [] };
      const broken = page.includes("broken");
      const bare = { ...preview, verdict: "no_picture", layout: "text", picture: null, why: ["The picture is too small."] };
      return {
        page,
        text: "Rye bread, baked today · 4,50 €\n\nThree days of leaven, one of patience.",
        own: the().accounts.filter(({ network }) => network === "bluesky").map((it) => ({ account: it.id, text: "Rye bread, baked today · 4,50 €" })),
        card: { title: "Rye bread, baked today", description: "Three days of leaven, one of patience.", alt: "A loaf", picture: broken ? null : PICTURE },
        pictured: broken ? null : pictured,
        warnings: broken ? ["Facebook and X show links to this page without a picture"] : [],
        previews: networks.map(({ id, name }) => ({ network: id, name, stands: broken ? "no picture" : "right", ours: id === "bluesky", preview: broken ? bare : preview })),
      };
    },
    "GET /sites/*/posts/*": ([id, of]) => post(id, of),
    "PUT /sites/*/posts/*": ([id, of], asked) => fill(seen(id, of, asked.version), asked),
    "DELETE /sites/*/posts/*": ([id, of]) => {
      const gone = post(id, of);
      if (gone.deliveries.some(({ state }) => !["draft", "planned", "skipped"].includes(state))) problem(409, "post_went_out", "Parts of this post went out, or may have: it stays, with what became of them.");
      the().posts = the().posts.filter((one) => one !== gone);
    },
    "POST /sites/*/posts/*/schedule": ([id, of], { version, wall }) => {
      const one = seen(id, of, version);
      if (one.deliveries.length === 0) problem(422, "accounts_none", "The post goes nowhere yet: choose at least one account.");
      if (!one.text.trim() && !one.page) problem(422, "text_empty", "The post says nothing and carries no page: write something.");
      const now = wallOf(Date.now(), one.zone);
      if (wall && wall < now.slice(0, 16)) problem(422, "time_past", `${wall} is over: choose a later time, or publish it now.`);
      // At 02:30 the mock's clocks go forward, on any day.
      const moved = wall?.endsWith("T02:30") ?? false;
      const on = moved ? wall.replace("T02:30", "T03:30") : (wall ?? now);
      Object.assign(one, { wall: on.length === 16 ? `${on}:00` : on, due: wall ? new Date(`${on}:00Z`).toISOString() : iso(), version: version + 1 });
      for (const delivery of one.deliveries.filter(({ state }) => ["draft", "planned", "skipped"].includes(state))) {
        const code = delivery.code ?? (one.page ? `k7q4mp${the().next++}` : null);
        const address = code && `${one.page}?e=${code}`;
        const at = networks.find(({ id }) => id === account(delivery.account).network);
        Object.assign(delivery, { state: "planned", due: one.due, code, address, copy: copied(one, delivery.text ?? one.text, address), open: address && `https://${at.id}.example/share?url=${encodeURIComponent(address)}` });
      }
      if (!wall) due(the(), (it) => it === one);
      return { ...one, moved };
    },
    "POST /sites/*/posts/*/unschedule": ([id, of], { version }) => {
      const one = seen(id, of, version);
      Object.assign(one, { wall: null, due: null, version: version + 1 });
      for (const delivery of one.deliveries.filter(({ state }) => state === "planned")) Object.assign(delivery, { state: "draft", due: null });
      return one;
    },
    "POST /sites/*/deliveries/*": ([id, of], { said, url }) => {
      const one = the().posts.find(({ site, deliveries }) => site === id && deliveries.some((delivery) => delivery.id === of)) ?? problem(404, "not_found", "There is no such delivery here.");
      const delivery = one.deliveries.find((it) => it.id === of);
      if (!["waiting", "person", "refused", "planned", "skipped"].includes(delivery.state)) problem(409, "delivery_not_open", "This one is under way, or over: there is nothing to say about it.");
      if (url && !/^https?:\/\//.test(url)) problem(422, "address_invalid", "Where it is, is a whole address: https://…");
      if (said === "live") Object.assign(delivery, { state: "live", url: url ?? null, live: iso(), says: null, cause: null });
      else Object.assign(delivery, { state: said === "skip" ? "skipped" : "sending", says: null, cause: null });
      return one;
    },
  };
}
