// Addresses of the console. The history is the browser's own: back goes back, to where one had scrolled.

export const SETTINGS = ["you", "workspace", "wallet", "notices", "networks", "server"] as const;
export type SettingsPart = (typeof SETTINGS)[number];

/** What makes visitors carry a site. */
export const SHARE = ["cards", "bar", "links"] as const;
export type SharePart = (typeof SHARE)[number];

/** What it cost, and what it brought. */
export const MONEY = ["hours", "goals"] as const;
export type MoneyPart = (typeof MONEY)[number];

export type Route =
  | { screen: "home" }
  | { screen: "add" }
  | { screen: "site"; site: string }
  | { screen: "page"; site: string; of: string; network: string | null }
  | { screen: "site-settings"; site: string }
  | { screen: "measure"; site: string }
  | { screen: "share"; site: string; part: SharePart }
  | { screen: "money"; site: string; part: MoneyPart }
  | { screen: "worth"; site: string; part: string; one: string; asked: string }
  | { screen: "posts"; site: string; asked: string }
  | { screen: "post"; site: string; post: string }
  | { screen: "settings"; part: SettingsPart }
  | { screen: "accounts" }
  | { screen: "notices" }
  | { screen: "report" }
  | { screen: "sign-in" }
  | { screen: "lost" };

export function routeOf(path: string, search: string): Route {
  const parts = path.split("/").filter(Boolean).map(decodeURIComponent);
  const [first, second, third, fourth] = parts;
  if (first === undefined) return { screen: "home" };
  if (first === "settings" && parts.length <= 2) {
    const part = SETTINGS.find((name) => name === (second ?? "you"));
    return part ? { screen: "settings", part } : { screen: "lost" };
  }
  if (parts.length === 1 && (first === "add" || first === "accounts" || first === "notices" || first === "report" || first === "sign-in")) return { screen: first };
  if (first === "sites" && second !== undefined) {
    if (parts.length === 2) return { screen: "site", site: second };
    if (parts.length === 3 && third === "measure") return { screen: "measure", site: second };
    if (parts.length === 3 && third === "settings") return { screen: "site-settings", site: second };
    const part = third === "share" && parts.length <= 4 ? SHARE.find((name) => name === (fourth ?? SHARE[0])) : undefined;
    if (part) return { screen: "share", site: second, part };
    const money = third === "money" && parts.length <= 4 ? MONEY.find((name) => name === (fourth ?? MONEY[0])) : undefined;
    if (money) return { screen: "money", site: second, part: money };
    if (third === "worth" && parts.length <= 5) return { screen: "worth", site: second, part: fourth ?? "", one: parts[4] ?? "", asked: search };
    if (third === "posts" && parts.length === 3) return { screen: "posts", site: second, asked: search };
    if (third === "posts" && parts.length === 4 && fourth) return { screen: "post", site: second, post: fourth };
    const asked = new URLSearchParams(search);
    const of = asked.get("of");
    if (parts.length === 3 && third === "page" && of) return { screen: "page", site: second, of, network: asked.get("on") };
  }
  return { screen: "lost" };
}

export const siteAddress = (site: string) => `/sites/${encodeURIComponent(site)}`;
/** A page's own address in the console: it lasts as long as the page has its own. */
export const pageAddress = (site: string, of: string, network: string | null = null) =>
  `${siteAddress(site)}/page?of=${encodeURIComponent(of)}${network === null ? "" : `&on=${encodeURIComponent(network)}`}`;

/** Where one is written: `new`, or the one of that id. */
export const postAddress = (site: string, post = "new") => `${siteAddress(site)}/posts/${encodeURIComponent(post)}`;

/** Addresses that the server answers with pages of its own. */
const SERVED = /^\/(api|sign-in|forgotten|reset|invitation|client|first)(\/|$)/;

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
  rename(to: string): void {
    history.replaceState({ ...history.state, top: scrollY }, "", to);
    this.route = read();
  }

  /** Notes beside the present address what shall be found again by whoever comes back to it. */
  note(what: Record<string, unknown>): void {
    history.replaceState({ ...history.state, ...what }, "");
  }
  noted(name: string): unknown {
    return (history.state as Record<string, unknown> | null)?.[name];
  }

  #arrive(top: number): void {
    const from = this.#key();
    this.route = read();
    const part = location.hash.slice(1);
    if (from === this.#key()) {
      if (part) document.getElementById(part)?.scrollIntoView();
      return;
    }
    this.moved = true;
    this.#turn += 1;
    scrollTo(0, 0);
    if (top > 0) this.#scrollTo(top);
    else if (part) this.#scrollTo(part);
  }

  #key(): string {
    const { route } = this;
    if (route.screen === "page") return `page ${route.site} ${route.of}`;
    if (route.screen === "settings") return `settings ${route.part}`;
    if (route.screen === "worth") return `worth ${route.site} ${route.part} ${route.one}`;
    if (route.screen === "share" || route.screen === "money") return `${route.screen} ${route.site} ${route.part}`;
    return "site" in route ? `${route.screen} ${route.site}` : route.screen;
  }

  #turn = 0;
  /** What is wanted may still be on its way: tries until it is there, or somebody scrolls. */
  #scrollTo(where: number | string): void {
    const until = performance.now() + 3000;
    const turn = ++this.#turn;
    const attempt = () => {
      if (typeof where === "string") {
        const part = document.getElementById(where);
        if (part) return part.scrollIntoView();
      } else if (document.documentElement.scrollHeight - innerHeight >= where) {
        return scrollTo(0, where);
      }
      if (performance.now() < until && turn === this.#turn) requestAnimationFrame(attempt);
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
    if (SERVED.test(link.pathname) || (link.hash && link.pathname === location.pathname && link.search === location.search)) return;
    event.preventDefault();
    this.go(link.pathname + link.search + link.hash);
  }
}

export const router = new Router();
