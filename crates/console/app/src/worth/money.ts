// Amounts, prices and hours as they are read: the server has the same words in its sentences.

import type { Money, Price, Visits } from "../api-worth.ts";
import { number } from "../words/shared.ts";

const SIGNS: Record<string, string> = { EUR: "€", GBP: "£", USD: "$", JPY: "¥", INR: "₹", KRW: "₩" };
const CENTS: Record<string, string> = { EUR: "ct", USD: "¢", CAD: "¢", AUD: "¢", NZD: "¢", GBP: "p" };
const WITHOUT = ["BIF", "CLP", "DJF", "GNF", "ISK", "JPY", "KMF", "KRW", "PYG", "RWF", "UGX", "UYI", "VND", "VUV", "XAF", "XOF", "XPF"];
const OF_THREE = ["BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"];
const MINUS = "\u2212";

const digitsOf = (currency: string) => (WITHOUT.includes(currency) ? 0 : OF_THREE.includes(currency) ? 3 : 2);
const signOf = (currency: string) => SIGNS[currency] ?? `${currency}\u00a0`;
const fixed = (amount: number, digits: number) => amount.toLocaleString("en", { minimumFractionDigits: digits, maximumFractionDigits: digits });

/** `€90`, `€22.50`, `−€434`; from ten on without minor units where `round`. */
export function money({ minor, currency }: Money, { round = false, plus = false } = {}): string {
  const digits = digitsOf(currency);
  const amount = Math.abs(minor) / 10 ** digits;
  const shown = Number.isInteger(amount) || (round && amount >= 10) ? 0 : digits;
  return `${minor < 0 ? MINUS : plus && minor > 0 ? "+" : ""}${signOf(currency)}${fixed(amount, shown)}`;
}

/** `15–22 ct`, `€1.50–2.20`, `from 15 ct`. */
export function price({ from, to, currency }: Price): string {
  const digits = digitsOf(currency);
  const unit = 10 ** digits * 1000;
  const cents = (to ?? from) < unit ? CENTS[currency] : undefined;
  const told = (one: number) => (cents ? fixed(one / 1000, one < 10_000 && one % 1000 !== 0 ? 1 : 0) : fixed(one / unit, one >= 100 * unit ? 0 : digits));
  const [before, after] = cents ? ["", `\u00a0${cents}`] : [signOf(currency), ""];
  if (to === null) return `from ${before}${told(from)}${after}`;
  return told(from) === told(to) ? `${before}${told(from)}${after}` : `${before}${told(from)}–${told(to)}${after}`;
}

/** `2:15`. */
export const clock = (minutes: number) => `${number(Math.floor(minutes / 60))}:${String(minutes % 60).padStart(2, "0")}`;

/** `412–592`, `up to 592`, `592`. */
export function range({ sure, up_to }: Visits): string {
  if (sure === up_to) return number(up_to);
  return sure === 0 ? `up to ${number(up_to)}` : `${number(sure)}–${number(up_to)}`;
}

/** All that were counted of a row: in rows of no side nothing is "up to". */
export const all = ({ up_to, guessed }: Visits) => up_to + guessed;
