// The mock's cards, share bar and links.

const NEEDS = { mastodon: "hub", misskey: "hub", lemmy: "hub", pinterest: "picture" };
const SHARED = ["bluesky", "facebook", "lemmy", "linkedin", "mastodon", "misskey", "pinterest", "reddit", "teams", "telegram", "threads", "whatsapp", "x"];
const DOUBTFUL = ["facebook", "linkedin", "pinterest", "reddit", "teams", "threads"];
const USUAL = { networks: ["whatsapp", "facebook", "x", "linkedin", "mastodon", "bluesky"], face: "both", size: "usual", colours: "networks", placement: "text", called: "Share this page", scripted: null };

const STYLE = { colour: null, ground: null, typeface: null, template: null, logo: null };
const CROPS = [
  { shape: "wide", ratio: 1200 / 630, networks: ["Facebook", "LinkedIn"] },
  { shape: "square", ratio: 1, networks: ["WhatsApp"] },
  { shape: "film", ratio: 16 / 9, networks: ["Misskey"] },
  { shape: "natural", ratio: 1200 / 630, networks: ["Slack", "Discord"] },
];
const HASH = "0123456789abcdef0123456789abcdef";

export const beginShare = () => ({ bars: new Map(), styles: new Map(), made: new Map(), links: new Map(), next: 1 });

export function share(the, networks, site, problem) {
  const choices = networks
    .filter(({ id }) => SHARED.includes(id))
    .map(({ id, name }) => ({
      id,
      name,
      survives: DOUBTFUL.includes(id) ? "doubtful" : "kept",
      survives_said: DOUBTFUL.includes(id) ? "not sure: people may be sent to the page's clean address" : "whoever presses the link comes with it",
      source: `${name}'s documentation`,
      read: "2026-11-26",
      needs: NEEDS[id] ?? null,
    }));
  const told = (id) => ({ bar: the().bars.get(id) ?? USUAL, kept: the().bars.has(id), choices, hub: null });
  const named = (id) => choices.find((choice) => choice.id === id)?.name ?? id;
  const wanted = (id) => (id === "1" ? 41 : 0);
  const cardsOf = (id) => ({ style: the().styles.get(id) ?? STYLE, wanted: wanted(id), made: the().made.get(id) ?? 0, noted: true, example: wanted(id) ? "https://bakery.example/rye" : null, crops: CROPS });
  const restyle = (id, style) => {
    site(id);
    the().styles.set(id, style);
    return cardsOf(id);
  };
  const linksOf = (id) => {
    site(id);
    if (!the().links.has(id)) the().links.set(id, []);
    return the().links.get(id);
  };
  const link = (id, code) => linksOf(id).find((one) => one.code === code) ?? problem(404, "not_found", "There is no such link here.");
  return {
    "GET /sites/*/cards": ([id]) => (site(id), cardsOf(id)),
    "PUT /sites/*/cards": ([id], style) => restyle(id, { ...style, logo: the().styles.get(id)?.logo ?? null }),
    "DELETE /sites/*/cards/logo": ([id]) => restyle(id, { ...(the().styles.get(id) ?? STYLE), logo: null }),
    "POST /sites/*/cards": ([id]) => {
      the().made.set(id, wanted(id));
      return [201, { made: wanted(id) }];
    },
    "GET /sites/*/cards/pages": ([id]) => ({
      items: Array.from({ length: Math.min(the().made.get(id) ?? 0, 12) }, (_, n) => ({ page: `https://bakery.example/bread-${n + 1}`, title: `Bread number ${n + 1}`, alt: `Bread number ${n + 1}. Bakery`, address: `http://127.0.0.1/card/${HASH}.png`, shown: `/card/${HASH}.png` })),
      next: null,
    }),
    "DELETE /sites/*/plugin": ([id]) => void site(id),
    "GET /sites/*/links": ([id], _, asked) => ({ items: linksOf(id).filter((one) => JSON.stringify(one).includes(asked.get("q") ?? "")), next: null }),
    "POST /sites/*/links": ([id], { target, activity, network, placement, campaign, note, expires, form }) => {
      if (!/^https?:\/\/[^/]+\.[^/]+/.test(target)) problem(422, "target_invalid", "A link leads to an address that begins with https://.");
      const code = `k7q4mx${the().next++}`;
      const made = { code, address: `${target}?e=${code}`, target, activity, side: "smm", network, placement, campaign, parent: null, form: form ?? "page", note, made: new Date().toISOString(), made_by: "Jo", expires, withdrawn: null, clicks: 3, visits: 4, unfurls: 1, clicked: new Date().toISOString() };
      linksOf(id).unshift(made);
      return [201, made];
    },
    "POST /sites/*/links/*/withdraw": ([id, code]) => Object.assign(link(id, code), { withdrawn: new Date().toISOString() }),
    "POST /sites/*/links/*/restore": ([id, code]) => Object.assign(link(id, code), { withdrawn: null }),
    "GET /sites/*/share-bar": ([id]) => (site(id), told(id)),
    "PUT /sites/*/share-bar": ([id], bar) => {
      site(id);
      if (!bar.called.trim()) problem(422, "bar_invalid", "What the bar and its buttons are called takes between 1 and 100 characters.");
      the().bars.set(id, bar);
      return told(id);
    },
    "POST /sites/*/share-bar/html": ([id], { bar, address, picture }) => {
      site(id);
      const left = bar.networks.filter((network) => NEEDS[network] === "hub" || (NEEDS[network] === "picture" && !picture));
      const items = bar.networks.filter((network) => !left.includes(network)).map((network) => `<li><a href="https://${network}.example/share?url=${encodeURIComponent(`${address}?e=k7q4mxz`)}">${named(network)}</a></li>`);
      return {
        html: `<nav aria-label="${bar.called}"><ul>${items.join("")}</ul></nav>`,
        script: bar.scripted ? "navigator.share" : null,
        left_out: left.map((network) => ({ network, name: named(network), why: NEEDS[network] === "hub" ? "each server has its own form: name a share hub that asks the visitor for his" : "it needs a picture of the page: name one" })),
      };
    },
  };
}

/** A bar on an empty page. */
export const looks = (asked) => {
  const bar = JSON.parse(asked.get("bar"));
  const dark = asked.get("dark") === "true";
  const buttons = bar.networks.map((network) => `<li style="display:inline-block;padding:10px;margin:4px;border:1px solid">${network}</li>`);
  return `<!doctype html><html lang="en"><title>Share bar</title><body style="background:${dark ? "#171614" : "#fff"};color:${dark ? "#fff" : "#000"}"><ul>${buttons.join("")}</ul>`;
};

/** A picture in the place of a card. */
export const CARD = `<svg xmlns="http://www.w3.org/2000/svg" width="1200" height="630"><rect width="1200" height="630" fill="#0f5c6e"/><text x="80" y="330" font-size="80" fill="#fff">Rye bread</text></svg>`;
