// The mock's wallet, and what posts cost: X takes money, more where an address stands in the text.

const DAY = 86_400_000;
const LINK = 200_000;
const PLAIN = 15_000;
const usd = (micros) => ({ micros, currency: "USD" });
const iso = (after = 0) => new Date(Date.now() + after).toISOString();

/** `wallet`: so many millionths are approved, and a post was paid. */
export const beginWallet = ({ wallet = null } = {}) => ({ approved: wallet === null ? null : usd(wallet), zone: "Europe/Berlin", version: wallet === null ? 0 : 1, changed: iso(-9 * DAY), by: "Jo", spent: wallet === null ? 0 : LINK });

export function wallet(the, posts, site, problem) {
  const takers = [{ network: "x", name: "X", currency: "USD" }];
  const month = () => iso().slice(0, 7);
  const left = () => Math.max(0, the().approved.micros - the().spent);
  const told = (of) => {
    const { approved, zone, version, changed, by, spent } = the();
    if (!approved) return { approved: null, zone: null, version: 0, changed: null, changed_by: null, month: null, takers };
    const current = of === month();
    const line = { delivery: "de1", post: "po1", site: "1", site_name: "bakery.example", network: "x", price: usd(LINK), state: "spent", reserved: iso(-2 * DAY), settled: iso(-2 * DAY), entry: "de1" };
    const its = current ? spent : 0;
    return { approved, zone, version, changed, changed_by: by, month: { month: of, current, spent: usd(its), reserved: usd(0), left: usd(approved.micros - its), beside: usd(its ? 12_000 : 0), planned: usd(0), lines: its ? [line] : [] }, takers };
  };
  return {
    "GET /wallet": (_, __, asked) => told(asked.get("month") ?? month()),
    "PUT /wallet": (_, { micros, currency, zone, version }) => {
      if (version !== the().version) problem(409, "changed_meanwhile", "Somebody else changed the wallet meanwhile: look at it again, then change it.");
      Object.assign(the(), { approved: { micros, currency }, zone, version: version + 1, changed: iso(), by: "Jo" });
      return told(month());
    },
    "POST /sites/*/posts/price": ([id], { text, page, accounts, described, parts = [] }) => {
      site(id);
      const items = accounts.flatMap(({ account, text: own, without_link }) => {
        if (posts().accounts.find((one) => one.id === account)?.network !== "x") return [];
        const said = own ?? text;
        const below = parts.reduce((sum, part) => sum + (/https?:\/\//.test(part.text) ? LINK : PLAIN) + 5_000 * part.described, 0);
        const of = (bare) => below + ((page && !bare) || /https?:\/\//.test(bare && page ? said.replaceAll(page, "") : said) ? LINK : PLAIN) + 5_000 * described;
        return [{ account, price: usd(of(without_link)), without_link: of(true) < of(without_link) ? usd(of(true)) : null }];
      });
      if (items.length === 0) return { items, sums: [], wallet: null, stands: "free" };
      const sum = items.reduce((all, { price }) => all + price.micros, 0);
      if (!the().approved) return { items, sums: [usd(sum)], wallet: null, stands: "no_wallet" };
      return { items, sums: [usd(sum)], wallet: { month: month(), approved: the().approved, left: usd(left()), planned: usd(0) }, stands: sum > left() ? "too_little" : "reaches" };
    },
  };
}
