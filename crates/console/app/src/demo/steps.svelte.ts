// The steps of the demo, and which of them are done.

import { type DemoStep, demoSteps } from "../api-watch.ts";

class Demo {
  steps = $state.raw<DemoStep[]>([]);

  async read(): Promise<void> {
    await import("./Demo.svelte");
    this.steps = await demoSteps().then(
      ({ steps }) => steps,
      () => this.steps,
    );
  }
}

export const demo = new Demo();
