// Days on a wall, such as `2026-11-28`, and hours of them, such as `2026-11-28T09`: no zone is in them, and no clock changes them.

export const VIEWS = ["list", "month", "week", "slots"] as const;
export type View = (typeof VIEWS)[number];

const DAY = 86_400_000;
const at = (day: string) => Date.parse(`${day.slice(0, 10)}T00:00:00Z`);
const told = (instant: number) => new Date(instant).toISOString().slice(0, 10);
const two = (n: number) => String(n).padStart(2, "0");

/** Today, where the browser is. */
export const today = (now = new Date()) => `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
export const isDay = (text: string) => /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(at(text)) && told(at(text)) === text;
export const after = (day: string, days: number) => told(at(day) + days * DAY);
/** The instant at which a day begins in UTC. */
export const begins = (day: string) => new Date(at(day)).toISOString();
export const monday = (day: string) => after(day, -((new Date(at(day)).getUTCDay() + 6) % 7));
/** The same day of another month, or its last one. */
export function inMonth(day: string, months: number): string {
  const [year, month, date] = day.split("-").map(Number) as [number, number, number];
  const last = new Date(Date.UTC(year, month + months, 0)).getUTCDate();
  return told(Date.UTC(year, month - 1 + months, Math.min(date, last)));
}

const row = (first: string) => Array.from({ length: 7 }, (_, days) => after(first, days));
/** What a view shows, row by row: the days of whole weeks, or each hour of a week's days. */
export function rowsOf(view: View, date: string): string[][] {
  if (view === "week") return Array.from({ length: 24 }, (_, hour) => row(monday(date)).map((day) => `${day}T${two(hour)}`));
  const first = monday(`${date.slice(0, 8)}01`);
  const last = after(inMonth(`${date.slice(0, 8)}01`, 1), -1);
  const rows: string[][] = [];
  for (let day = first; day <= last; day = after(day, 7)) rows.push(row(day));
  return rows;
}
/** The place of a wall's time in a view. */
export const placeOf = (view: View, wall: string) => (view === "week" ? wall.slice(0, 13) : wall.slice(0, 10));
/** The time that something of `wall` has at another place: in a month it keeps its time, in a week its minutes. */
export const wallAt = (place: string, wall: string) => (place.length > 10 ? `${place}:${wall.slice(14, 16)}` : `${place}T${wall.slice(11, 16)}`);

/** Where a key leads from a place; null where it leads nowhere. */
export function stepped(view: View, place: string, key: string): string | null {
  const [day, hour] = [place.slice(0, 10), place.slice(10)];
  const hours = (by: number) => `${day}T${two(Math.min(23, Math.max(0, Number(hour.slice(1)) + by)))}`;
  const week = view === "week";
  switch (key) {
    case "ArrowLeft": return after(day, -1) + hour;
    case "ArrowRight": return after(day, 1) + hour;
    case "ArrowUp": return week ? hours(-1) : after(day, -7);
    case "ArrowDown": return week ? hours(1) : after(day, 7);
    case "Home": return monday(day) + hour;
    case "End": return after(monday(day), 6) + hour;
    case "PageUp": return (week ? after(day, -7) : inMonth(day, -1)) + hour;
    case "PageDown": return (week ? after(day, 7) : inMonth(day, 1)) + hour;
    default: return null;
  }
}
