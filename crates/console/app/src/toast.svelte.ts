// A word in passing, and what goes onto the clipboard.

import { words } from "./words/shared.ts";

/** What can be done about what was said. */
interface Act {
  says: string;
  do: () => void;
}

class Toast {
  text = $state("");
  act = $state.raw<Act | null>(null);
  #timer = 0;

  /** What can be done about it stays longer. */
  say(text: string, act: Act | null = null): void {
    this.text = text;
    this.act = act;
    clearTimeout(this.#timer);
    this.#timer = window.setTimeout(() => (this.text = ""), act ? 12_000 : 4000);
  }
}

export const toast = new Toast();

export async function copy(text: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    // Without https a page may not use the clipboard: copy the old way.
    const area = document.createElement("textarea");
    area.className = "visually-hidden";
    area.value = text;
    const focused = document.activeElement as HTMLElement | null;
    (document.querySelector("dialog[open]") ?? document.body).append(area);
    area.select();
    document.execCommand("copy");
    area.remove();
    focused?.focus();
  }
  toast.say(words.copied);
}
