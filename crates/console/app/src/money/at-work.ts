// Tells once a minute which screen is in use, so that hours can be proposed: only while the tab is looked at, and somebody
// typed or pressed something in the last minutes. Nothing is booked by it.

import { post } from "../client.ts";
import { type Route, router } from "../router.svelte.ts";

const EVERY = 60_000;
/** Who typed and pressed nothing for so long does something else. */
const IDLE = 3 * 60_000;

/** What is worked at on a screen. */
export const workOf = (route: Route) => {
  if (route.screen === "site" || route.screen === "page") return "mending";
  if (route.screen === "share") return { cards: "card", bar: "share_button", links: "post" }[route.part] as "card" | "share_button" | "post";
  return null;
};

let began = false;
export function watch(): string {
  if (began) return "";
  began = true;
  let last = 0;
  const acted = () => (last = Date.now());
  for (const event of ["keydown", "pointerdown"]) addEventListener(event, acted, { passive: true, capture: true });
  setInterval(() => {
    const { route } = router;
    const activity = workOf(route);
    if (!activity || !("site" in route) || document.visibilityState !== "visible" || Date.now() - last > IDLE) return;
    // Whether it was heard is of no concern to whoever works.
    void post("/sites/{site}/at-work", { site: route.site, body: { activity } }).catch(() => undefined);
  }, EVERY);
  return "";
}
