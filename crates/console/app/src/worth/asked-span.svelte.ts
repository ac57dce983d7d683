// A question about a span of days: asked anew when the span is another one; what was answered before stays until then.

import { untrack } from "svelte";
import { Asked } from "../asked.svelte.ts";
import type { Span } from "./period.ts";

export class AskedSpan<T> extends Asked<T> {
  /** Another span is asked for, and its answer is not here yet. */
  busy = $state(false);

  constructor(span: () => Span | null, ask: (span: Partial<Span>) => Promise<T>) {
    super(() => ask(untrack(span) ?? {}));
    let begun = false;
    $effect(() => {
      void span();
      if (!begun) {
        begun = true;
        return;
      }
      untrack(() => {
        this.busy = true;
        void this.again().finally(() => (this.busy = false));
      });
    });
  }
}
