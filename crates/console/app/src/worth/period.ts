// Days on the site's wall, as they stand in addresses: from and to, both in.

import type { VisitFilter } from "../api-worth.ts";
import { siteAddress } from "../router.svelte.ts";

export type Span = { from: string; to: string };

const DAY = 86_400_000;
const SHAPE = /^\d{4}-\d{2}-\d{2}$/;
const at = (day: string) => Date.parse(`${day}T00:00:00Z`);
export const dayOf = (time: number) => new Date(time).toISOString().slice(0, 10);
export const plus = (day: string, days: number) => dayOf(at(day) + days * DAY);
export const daysOf = ({ from, to }: Span) => Math.round((at(to) - at(from)) / DAY) + 1;
const real = (day: string | null): day is string => day !== null && SHAPE.test(day) && !Number.isNaN(at(day)) && dayOf(at(day)) === day;

/** Today where whoever looks is; the site's own day may be another one for some hours. */
export const today = () => {
  const now = new Date();
  return dayOf(Date.UTC(now.getFullYear(), now.getMonth(), now.getDate()));
};

/** Such a span, or why it is none: the days of the same length before it are compared, so it has an end. */
export function spanOf(from: string | null, to: string | null): Span | null {
  return real(from) && real(to) && from <= to ? { from, to } : null;
}

/** So many whole days, the last of them yesterday: a day that is not over would look like a bad one. */
export const last = (days: number): Span => ({ from: plus(today(), -days), to: plus(today(), -1) });

/** The newest months, each up to its last day or yesterday. */
export function months(count: number): { name: string; span: Span }[] {
  const now = new Date(at(today()));
  return Array.from({ length: count }, (_, back) => {
    const first = Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - back, 1);
    const end = Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - back + 1, 0);
    return { name: month.format(first), span: { from: dayOf(first), to: back === 0 ? today() : dayOf(end) } };
  });
}
const month = new Intl.DateTimeFormat("en-GB", { month: "long", year: "numeric", timeZone: "UTC" });
const short = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short", timeZone: "UTC" });
const long = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short", year: "numeric", timeZone: "UTC" });

/** `24 Aug`. */
export const day = (one: string) => short.format(at(one));
/** `24 Aug – 22 Nov`, with the year where it is not this one. */
export function spoken({ from, to }: Span): string {
  if (from === to) return long.format(at(to));
  const year = to.slice(0, 4);
  if (year !== today().slice(0, 4) || from.slice(0, 4) !== year) return `${from.slice(0, 4) === year ? short.format(at(from)) : long.format(at(from))} – ${long.format(at(to))}`;
  return `${short.format(at(from))} – ${short.format(at(to))}`;
}

/** An address of this screen. What is not said is left out. */
export function worthAddress(site: string, part = "", about: Record<string, string | null | undefined> = {}): string {
  const asked = new URLSearchParams(Object.entries(about).filter((pair): pair is [string, string] => typeof pair[1] === "string" && pair[1] !== ""));
  const query = asked.size > 0 ? `?${asked}` : "";
  return `${siteAddress(site)}/worth${part && `/${part}`}${query}`;
}

/** Single visits that are meant. */
export const visitsAddress = (site: string, span: Partial<Span>, filter: Partial<VisitFilter>) => worthAddress(site, "visits", { ...span, ...filter });
/** Where hours and money are entered. */
export const entriesAddress = (site: string) => `${siteAddress(site)}/money`;
/** Where it is set up how the site is measured. */
export const measureAddress = (site: string) => `${siteAddress(site)}/measure`;
/** Where it is said what counts as a sale. */
export const goalsAddress = (site: string) => `${siteAddress(site)}/money/goals`;
