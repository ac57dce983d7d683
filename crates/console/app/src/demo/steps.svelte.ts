// The steps of the demo, and which of them are done.

import { type DemoStep, demoSteps } from "../api-watch.ts";
import { siteAddress } from "../router.svelte.ts";

class Demo {
  steps = $state.raw<DemoStep[]>([]);
  /** Rises when a step came to its end. */
  further = $state(0);

  async read(): Promise<void> {
    await import("./Demo.svelte");
    const before = this.steps;
    this.steps = await demoSteps().then(
      ({ steps }) => steps,
      () => this.steps,
    );
    if (this.steps.some(({ done }, at) => done && before[at] && !before[at].done)) this.further += 1;
  }

  /** Whether its shop is the site `id`. */
  shows(id: string): boolean {
    return this.steps.some(({ link }) => link === siteAddress(id) || link?.startsWith(`${siteAddress(id)}/`));
  }
}

export const demo = new Demo();
