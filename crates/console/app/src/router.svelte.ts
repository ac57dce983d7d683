// Addresses of the console. The history is the browser's own: back goes back, to where one had scrolled.

export type Route =
  | { screen: "home" }
  | { screen: "add" }
  | { screen: "site"; site: string; page: number | null }
  | { screen: "settings" }
  | { screen: "sign-in"; to: string }
  | { screen: "lost" };

export function routeOf(path: string, search: string): Route {
  const parts = path.split("/").filter(Boolean).map(decodeURIComponent);
  const [first, second, third, fourth] = parts;
  if (first === undefined) return { screen: "home" };
  if (parts.length === 1 && (first === "add" || first === "settings")) return { screen: first };
  if (parts.length === 1 && first === "sign-in") {
    const to = new URLSearchParams(search).get("to") ?? "/";
    return { screen: "sign-in", to: /^\/(?!\/)/.test(to) ? to : "/" };
  }
  if (first === "sites" && second !== undefined) {
    if (parts.length === 2) return { screen: "site", site: second, page: null };
    if (parts.length === 4 && third === "pages" && /^\d+$/.test(fourth ?? "")) return { screen: "site", site: second, page: Number(fourth) };
  }
  return { screen: "lost" };
}

const read = (): Route => {
  try {
    return routeOf(location.pathname, location.search);
  } catch {
    return { screen: "lost" };
  }
};

class Router {
  route = $state.raw<Route>(read());
  /** Whether the first screen has been left: from then on a new screen takes the focus. */
  moved = $state(false);

  constructor() {
    history.scrollRestoration = "manual";
    addEventListener("popstate", (event) => this.#arrive((event.state as { top?: number } | null)?.top ?? 0));
    addEventListener("click", (event) => this.#pressed(event));
    addEventListener("scroll", () => this.#note(), { passive: true });
  }

  go(to: string, replace = false): void {
    if (!replace) history.pushState({ top: 0 }, "", to);
    else history.replaceState({ top: 0 }, "", to);
    this.#arrive(0);
  }

  /** Another address for what is on the screen. */
  rename(to: string, replace = true): void {
    const state = { top: scrollY, within: !replace };
    if (replace) history.replaceState({ ...history.state, top: scrollY }, "", to);
    else history.pushState(state, "", to);
    this.route = read();
  }

  #arrive(top: number): void {
    const from = this.#key();
    this.route = read();
    if (from === this.#key()) return;
    this.moved = true;
    scrollTo(0, 0);
    if (top > 0) this.#scrollTo(top);
  }

  #key(): string {
    return this.route.screen === "site" ? `site ${this.route.site}` : this.route.screen;
  }

  /** What stands above may still be on its way: tries until the page is long enough, or somebody scrolls. */
  #scrollTo(top: number): void {
    const until = performance.now() + 3000;
    const attempt = () => {
      const room = document.documentElement.scrollHeight - innerHeight;
      if (room >= top) scrollTo(0, top);
      else if (performance.now() < until) requestAnimationFrame(attempt);
    };
    requestAnimationFrame(attempt);
  }

  #noting = 0;
  #note(): void {
    clearTimeout(this.#noting);
    this.#noting = window.setTimeout(() => history.replaceState({ ...history.state, top: scrollY }, ""), 150);
  }

  #pressed(event: MouseEvent): void {
    if (event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    const link = (event.target as Element).closest?.("a");
    if (!link || link.target || link.hasAttribute("download") || link.origin !== location.origin) return;
    if (link.pathname.startsWith("/api/") || (link.hash && link.pathname === location.pathname)) return;
    event.preventDefault();
    this.go(link.pathname + link.search);
  }
}

export const router = new Router();
