// Amounts and times as people read and type them. The server counts in minor units and minutes.

import type { MoneySettings } from "../api.ts";

export type Currency = Pick<MoneySettings, "currency" | "digits">;

/** `€12.50`, `CHF 30`. */
export const told = (minor: number, { currency, digits }: Currency) => {
  const whole = minor % 10 ** digits === 0;
  return new Intl.NumberFormat("en", { style: "currency", currency, minimumFractionDigits: whole ? 0 : digits, maximumFractionDigits: digits }).format(minor / 10 ** digits);
};
/** Digits of a currency that is not the site's own. */
export const digitsOf = (currency: string) => new Intl.NumberFormat("en", { style: "currency", currency }).resolvedOptions().maximumFractionDigits ?? 2;
export const toldIn = (minor: number, currency: string) => told(minor, { currency, digits: digitsOf(currency) });

/** Minor units of what was typed, `12.50` or `12,5`; null where that is no amount. */
export const minorOf = (typed: string, { digits }: Currency) => {
  const [, whole, rest = ""] = /^(\d+)(?:[.,](\d+))?$/.exec(typed.trim()) ?? [];
  if (whole === undefined || rest.length > digits) return null;
  return Number(whole + rest.padEnd(digits, "0"));
};

/** Minutes of what was typed: `1:30`, `1.5 h`, `90`, `90 min`; null where that is no time. A number with a point is hours. */
export const minutesOf = (typed: string) => {
  const text = typed.trim().toLowerCase().replace(",", ".");
  const clock = /^(\d+):([0-5]\d)$/.exec(text);
  if (clock) return Number(clock[1]) * 60 + Number(clock[2]);
  const plain = /^(\d+(?:\.\d+)?)\s*(h|hours?|m|min|minutes?)?$/.exec(text);
  if (!plain) return null;
  const hours = plain[2]?.startsWith("h") || (!plain[2] && text.includes("."));
  return Math.round(Number(plain[1]) * (hours ? 60 : 1));
};

/** `2:10` */
export const clock = (minutes: number) => `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, "0")}`;

/** The month before or after `2026-11`. */
export const monthBy = (month: string, by: number) => {
  const at = new Date(`${month}-15T00:00:00Z`);
  at.setUTCMonth(at.getUTCMonth() + by);
  return at.toISOString().slice(0, 7);
};
export const monthSaid = (month: string) => new Intl.DateTimeFormat("en-GB", { month: "long", year: "numeric", timeZone: "UTC" }).format(new Date(`${month}-15T00:00:00Z`));
export const daySaid = (day: string) => new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short", timeZone: "UTC" }).format(new Date(`${day}T00:00:00Z`));
