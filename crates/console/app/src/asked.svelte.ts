// A question to the server and where it stands: under way, answered, or failed with a fault that can be said.

import type { Fault } from "./api.ts";
import { session } from "./session.svelte.ts";

export class Asked<T> {
  value = $state.raw<T | null>(null);
  fault = $state.raw<Fault | null>(null);
  #ask: () => Promise<T>;
  #turn = 0;

  constructor(ask: () => Promise<T>) {
    this.#ask = ask;
    let back = session.back + session.changed;
    $effect(() => {
      // The server answers again, or something was changed elsewhere: it is asked once more.
      if (session.back + session.changed !== back) {
        back = session.back + session.changed;
        void this.again();
      }
    });
    void this.again();
  }

  async again(): Promise<void> {
    this.#turn += 1;
    const turn = this.#turn;
    try {
      const value = await this.#ask();
      if (turn !== this.#turn) return;
      this.value = value;
      this.fault = null;
    } catch (fault) {
      if (turn === this.#turn) this.fault = fault as Fault;
    }
  }
}
