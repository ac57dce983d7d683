// Who is here, which networks there are, and whether the server answers.

import { type Fault, type Me, type Network, type Site, listen, me, networks } from "./api.ts";
import { router } from "./router.svelte.ts";

const LONGEST_WAIT = 20;

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
  /** The screen of a site has parts to go to; all of them once there is a result. */
  site = $state.raw<{ complete: boolean } | null>(null);
  /** A screen says itself that nobody answers. */
  told = $state(0);
  #tries = 0;
  #timer = 0;

  constructor() {
    listen((fault) => this.#heard(fault));
  }

  /** Whether who is here may change things, and whether they may throw them away. */
  get works(): boolean {
    return this.me?.workspace.role !== "viewer";
  }
  get decides(): boolean {
    return this.me?.workspace.role === "owner";
  }

  async begin(): Promise<void> {
    try {
      const [who, all] = await Promise.all([me(), networks()]);
      this.me = who;
      this.networks = all;
      this.fault = null;
      this.known = true;
    } catch (fault) {
      const { status, gone } = fault as Fault;
      if (status === 401) this.known = true;
      else if (!gone) this.fault = fault as Fault;
    }
  }

  async reread(): Promise<void> {
    this.me = await me();
  }

  leave(): void {
    this.me = null;
    router.go("/sign-in");
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
    if (fault?.status === 401 && fault.code !== "sign_in_wrong" && router.route.screen !== "sign-in") {
      this.me = null;
      const here = location.pathname + location.search;
      router.go(here === "/" ? "/sign-in" : `/sign-in?to=${encodeURIComponent(here)}`, true);
    }
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
