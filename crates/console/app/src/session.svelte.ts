// Who is here, which networks there are, and whether the server answers.

import { type Fault, type Me, type Network, type Site, listen, me, networks } from "./api.ts";
import { notices } from "./api-watch.ts";
import { router } from "./router.svelte.ts";

const LONGEST_WAIT = 20;
const LOOK_EVERY = 60_000;
const SIGN_IN = "/sign-in";

class Session {
  me = $state.raw<Me | null>(null);
  networks = $state.raw<Network[]>([]);
  /** Nobody answers. */
  gone = $state(false);
  /** Seconds until it is tried again. */
  wait = $state(0);
  /** Rises each time the server is back. */
  back = $state(0);
  /** The first answer is here. */
  known = $state(false);
  fault = $state.raw<Fault | null>(null);
  /** A site that was just removed, and can be had back. */
  binned = $state.raw<Site | null>(null);
  /** The site that the screen is about, and how much of it there is to go to. */
  site = $state.raw<{ id: string; name: string; has: "nothing" | "sheet" | "all" } | null>(null);
  /** Notices that nobody here has seen; null where the server keeps none. */
  unseen = $state<number | null>(null);
  /** A screen says itself that nobody answers. */
  told = $state(0);
  /** Rises where something was changed that another part of the screen shows. */
  changed = $state(0);
  /** Rises when an audit came to its end. */
  finished = $state(0);
  #tries = 0;
  #timer = 0;

  constructor() {
    listen((fault) => this.#heard(fault));
  }

  /** Whether who is here may change things, and whether they may throw them away. */
  get works(): boolean {
    return ["owner", "editor"].includes(this.me?.workspace.role ?? "");
  }
  get decides(): boolean {
    return this.me?.workspace.role === "owner";
  }
  get client(): boolean {
    return this.me?.workspace.role === "client";
  }

  async begin(): Promise<void> {
    try {
      // A client may be told nothing but what its report shows.
      const none = (fault: Fault): Network[] => {
        if (fault.status === 403 || fault.status === 404) return [];
        throw fault;
      };
      const [who, all] = await Promise.all([me(), networks().catch(none)]);
      // What stands above everything else is there before it, so that nothing moves.
      if (who.server.demo && who.workspace.role !== "client") await import("./demo/steps.svelte.ts").then(({ demo }) => demo.read());
      this.me = who;
      this.networks = all;
      this.fault = null;
      this.known = true;
      this.#look();
    } catch (fault) {
      const { status, gone } = fault as Fault;
      if (status === 401) this.known = true;
      else if (!gone) this.fault = fault as Fault;
    }
  }

  async reread(): Promise<void> {
    this.me = await me();
  }

  /** What happened meanwhile: asked now and then, while somebody looks. */
  async lookForNotices(): Promise<void> {
    if (!this.me || this.client || document.visibilityState !== "visible") return;
    this.unseen = await notices().then(({ unseen }) => unseen, ({ status }: Fault) => (status === 404 ? null : this.unseen));
  }
  #looking = 0;
  #look(): void {
    void this.lookForNotices();
    this.#looking ||= window.setInterval(() => void this.lookForNotices(), LOOK_EVERY);
  }

  #leaving = false;
  /** To the page on which one signs in; it is the server's own. */
  leave(to = "/"): void {
    if (this.#leaving || location.pathname === SIGN_IN) return;
    this.#leaving = true;
    location.assign(to === "/" ? SIGN_IN : `${SIGN_IN}?to=${encodeURIComponent(to)}`);
  }

  #heard(fault: Fault | null): void {
    if (fault?.gone) {
      if (!this.gone) {
        this.gone = true;
        this.#tries = 0;
        this.#count();
      }
      return;
    }
    if (this.gone) {
      this.gone = false;
      clearInterval(this.#timer);
      this.back += 1;
      if (!this.known) void this.begin();
    }
    if (fault?.status === 401) this.leave(location.pathname + location.search);
  }

  #count(): void {
    clearInterval(this.#timer);
    this.wait = Math.min(LONGEST_WAIT, 2 ** Math.min(this.#tries, 5));
    this.#timer = window.setInterval(() => {
      this.wait -= 1;
      if (this.wait <= 0) this.tryNow();
    }, 1000);
  }

  tryNow(): void {
    clearInterval(this.#timer);
    this.#tries += 1;
    me()
      .then((who) => (this.me = who))
      .catch((fault: Fault) => fault.gone && this.#count());
  }
}

export const session = new Session();
