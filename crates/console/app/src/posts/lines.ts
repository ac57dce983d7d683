// Posts as the screens show them: with the deliveries that stand where a section looks, by day.

import type { Account, Delivery, DeliveryState, Post } from "../api.ts";
import type { countText } from "../api-posts.ts";
import { session } from "../session.svelte.ts";

/** A post, and those of its deliveries that are shown beside it. */
export interface Line {
  post: Post;
  deliveries: Delivery[];
}

export const UNDER_WAY: ReadonlySet<DeliveryState> = new Set(["prepared", "sending", "pending", "limited", "unknown"]);
export const COMES: ReadonlySet<DeliveryState> = new Set(["planned", ...UNDER_WAY]);
export const WENT: ReadonlySet<DeliveryState> = new Set(["live", "gone", "skipped"]);
export const TURN: ReadonlySet<DeliveryState> = new Set(["waiting"]);
export const TROUBLE: ReadonlySet<DeliveryState> = new Set(["person", "refused"]);
/** Whose text and time can still be changed. */
export const OPEN: ReadonlySet<DeliveryState> = new Set(["draft", "planned", "skipped"]);

/** What is being done with a live one. */
const AMENDED: ReadonlySet<string> = new Set(["correcting", "taking_down"]);

/** Those of a thread's parts and of a first comment too. */
export const everyOf = (post: Post): Delivery[] => [...post.deliveries, ...post.parts.flatMap(({ deliveries }) => deliveries), ...(post.first_comment?.deliveries ?? [])];
/** The parts of a thread as one text, where there are no threads. */
export const joined = (texts: string[]) => texts.map((text) => text.trim()).filter(Boolean).join("\n\n");

/** How much of what a network takes a text has. */
export type Limit = Awaited<ReturnType<typeof countText>>[number]["limits"][number];
const fullness = ({ used, limit }: Limit) => (limit ? used / limit : 0);
/** The limit of an account that comes first; the server counts as its network does. */
export const fullest = (limits: Limit[]): Limit | null => limits.toSorted((one, other) => fullness(other) - fullness(one))[0] ?? null;

export const linesOf = (posts: Post[], states: ReadonlySet<DeliveryState>, of = ({ deliveries }: Post) => deliveries): Line[] =>
  posts.map((post) => ({ post, deliveries: of(post).filter(({ state }) => states.has(state)) })).filter(({ deliveries }) => deliveries.length > 0);

/** Neighbours of one day on their walls. */
export function byDay(lines: Line[]): { day: string; lines: Line[] }[] {
  const days: { day: string; lines: Line[] }[] = [];
  for (const line of lines) {
    const day = line.post.wall?.slice(0, 10) ?? "";
    const last = days.at(-1);
    if (last?.day === day) last.lines.push(line);
    else days.push({ day, lines: [line] });
  }
  return days;
}

/** Whether something moves by itself soon: it is worth looking again. */
export const moves = (posts: Post[], now = Date.now()) =>
  posts.some((post) => everyOf(post).some(({ state, due, cause }) => UNDER_WAY.has(state) || AMENDED.has(cause ?? "") || (state === "planned" && due !== null && Date.parse(due) < now + 60_000)));

/** An account as people know it: its network, and what it is called there. */
export const called = ({ name, network }: Account) => {
  const at = session.networks.find(({ id }) => id === network)?.name;
  return at && !name.includes(at) ? `${at} (${name})` : name;
};

export const named = (accounts: Account[]) => new Map(accounts.map((account) => [account.id, account]));

/** How long a film runs: `1:05`. */
export const runs = (seconds: number) => `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
