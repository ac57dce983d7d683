// The steps of the demo, and which of them are done.

import { type DemoStep, demoSteps } from "../api-watch.ts";
import { siteAddress } from "../router.svelte.ts";
import { session } from "../session.svelte.ts";

class Demo {
  steps = $state.raw<DemoStep[]>([]);

  async read(): Promise<void> {
    await import("./Demo.svelte");
    const before = this.steps;
    this.steps = await demoSteps().then(
      ({ steps }) => steps,
      () => this.steps,
    );
    // What a step came to stands on other parts of the screen too.
    if (this.steps.some(({ done }, at) => done && before[at] && !before[at].done)) session.changed += 1;
  }

  /** Whether its shop is the site `id`. */
  shows(id: string): boolean {
    return this.steps.some(({ link }) => link === siteAddress(id) || link?.startsWith(`${siteAddress(id)}/`));
  }
}

export const demo = new Demo();
