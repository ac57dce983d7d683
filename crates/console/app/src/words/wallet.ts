// Money that posts cost: the wallet, and what is said before anybody presses.

import type { Micros, PostPrices, WalletLine } from "../api.ts";

const months = new Intl.DateTimeFormat("en-GB", { month: "long", year: "numeric", timeZone: "UTC" });
/** `2026-11` */
export const monthSaid = (month: string) => months.format(new Date(`${month}-15T00:00:00Z`));
/** `$0.015`, `$0.20`, `$5`. */
export const amount = ({ micros, currency }: Micros) => {
  const digits = micros % 1_000_000 === 0 ? 0 : (new Intl.NumberFormat("en", { style: "currency", currency }).resolvedOptions().minimumFractionDigits ?? 2);
  return new Intl.NumberFormat("en", { style: "currency", currency, minimumFractionDigits: digits, maximumFractionDigits: 6 }).format(micros / 1e6);
};

export const priceWords = {
  title: "What it costs",
  each: (price: Micros, bare: boolean) => `${amount(price)}${bare ? ", without its link" : ""}`,
  leave: (price: Micros) => `Post without the link: ${amount(price)}`,
  bring: "Put the link back",
  of: (name: string) => `, ${name}`,
  bareSays: "Nobody who comes by a post without its link is counted as come by it.",
  sum: (sums: Micros[]) => `Together ${sums.map(amount).join(" and ")}.`,
  left: (month: string, left: Micros, planned: Micros) => `Left in ${monthSaid(month)}: ${amount(left)}${planned.micros > 0 ? `, of which other planned posts take ${amount(planned)}` : ""}.`,
  stands: {
    free: "",
    reaches: "",
    plans_exceed: "All that is planned in that month takes more than is left of it: whatever comes last waits for you.",
    too_little: "The wallet does not reach: what costs money will wait for you, and nothing of it is sent.",
    other_currency: "The wallet is in another currency, and pays in its own alone: what costs money will wait for you.",
    no_wallet: "Nobody has said yet what may be spent in a month: what costs money will wait for you.",
  } satisfies Record<PostPrices["stands"], string>,
  wallet: "Wallet",
  confirm: (told: PostPrices | null) => (told && told.sums.length > 0 ? ` It takes ${told.sums.map(amount).join(" and ")} from the wallet. ${priceWords.stands[told.stands]}`.trimEnd() : ""),
};

export const walletWords = {
  says: "Some networks take money for each post. Nothing that costs money goes out unless it is taken from here first, so that a month never costs more than you approved.",
  takers: (names: string[]) => `Money is taken by ${names.join(", ")}; all others take nothing.`,
  none: "Nobody has approved anything yet: what costs money does not go out, and waits for you.",
  ownersOnly: "How much it is, is for the owners to decide.",
  approve: "What may be spent in a month",
  amount: "Amount",
  amountHint: "0: nothing that costs money goes out. What is reserved already still goes out.",
  currency: "Currency",
  wrong: "Write an amount such as 20 or 12.50.",
  keep: "Approve it",
  kept: "Approved.",
  by: (who: string, when: string) => `Set by ${who} on ${when}.`,
  zone: (zone: string) => `Months begin on the wall of ${zone.replaceAll("_", " ")}.`,
  before: "The month before",
  after: "The month after",
  approved: "Approved",
  spent: "Spent",
  reserved: "Reserved",
  reservedHint: "may still be charged",
  left: "Left",
  beside: "Of these beside posts",
  besideHint: "for reading them back, taking them away and connecting accounts",
  planned: "Planned posts will take",
  taken: (share: number) => `${share} % of the month is taken`,
  lines: "What took it",
  nothing: "Nothing was taken.",
  states: { reserved: "reserved", spent: "spent", released: "given back" } satisfies Record<WalletLine["state"], string>,
  post: "The post",
  postOf: (network: string, when: string) => `: ${network}, ${when}`,
  deleted: "a site that was deleted",
};
