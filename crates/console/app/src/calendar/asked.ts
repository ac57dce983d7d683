// What the address says of a site's posts: in which view, around which day, and of whom.

import type { Account, DeliveryState, Post } from "../api.ts";
import { OPEN, TROUBLE, TURN, UNDER_WAY } from "../posts/lines.ts";
import { siteAddress } from "../router.svelte.ts";
import { isDay, today, type View, VIEWS } from "./days.ts";

/** How posts stand, in the words of a filter. */
export const STANDS = { planned: new Set(["planned"]), underway: UNDER_WAY, live: new Set(["live", "gone"]), turn: TURN, trouble: TROUBLE, skipped: new Set(["skipped"]) } as Record<string, ReadonlySet<DeliveryState>>;

export interface Filter {
  account: string;
  network: string;
  state: string;
}
export interface Shown extends Filter {
  view: View;
  date: string;
}

export function shown(search: string): Shown {
  const asked = new URLSearchParams(search);
  const date = asked.get("date") ?? "";
  const state = asked.get("state") ?? "";
  return {
    view: VIEWS.find((view) => view === asked.get("view")) ?? "list",
    date: isDay(date) ? date : today(),
    account: asked.get("account") ?? "",
    network: asked.get("network") ?? "",
    state: state in STANDS ? state : "",
  };
}

export function addressOf(site: string, what: Shown): string {
  const kept = Object.entries(what).filter(([name, value]) => value !== "" && !(name === "view" && value === "list") && !(name === "date" && (what.view === "list" || what.view === "slots")));
  const asked = new URLSearchParams(kept).toString();
  return `${siteAddress(site)}/posts${asked ? `?${asked}` : ""}`;
}

export const filters = ({ account, network, state }: Filter) => account !== "" || network !== "" || state !== "";

/** The posts of which some delivery is of that account and network and stands like that, with those deliveries alone. */
export function fitting(posts: Post[], filter: Filter, who: Map<string, Account>): Post[] {
  if (!filters(filter)) return posts;
  const fits = ({ account, state }: Post["deliveries"][number]) =>
    (filter.account === "" || account === filter.account) && (filter.network === "" || who.get(account)?.network === filter.network) && (filter.state === "" || STANDS[filter.state]?.has(state) === true);
  return posts.filter(({ deliveries }) => deliveries.some(fits)).map((post) => ({ ...post, deliveries: post.deliveries.filter(fits) }));
}

/** Why a post cannot be moved; null where it can. */
export function rooted({ deliveries }: Post): "underway" | "turn" | "trouble" | "live" | "skipped" | null {
  const some = (states: ReadonlySet<DeliveryState>) => deliveries.some(({ state }) => states.has(state));
  if (some(UNDER_WAY)) return "underway";
  if (some(TURN)) return "turn";
  if (some(TROUBLE)) return "trouble";
  if (deliveries.some(({ state }) => !OPEN.has(state))) return "live";
  return deliveries.some(({ state }) => state === "planned") ? null : "skipped";
}

/** How the whole of a post stands: as the delivery that wants most. */
export function standing({ deliveries }: Post): string {
  const order = ["trouble", "turn", "underway", "planned", "live", "skipped"];
  return order.find((name) => deliveries.some(({ state }) => STANDS[name]?.has(state))) ?? "skipped";
}
