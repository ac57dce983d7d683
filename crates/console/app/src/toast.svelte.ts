// A word in passing, and what goes onto the clipboard.

import { words } from "./words/shared.ts";

class Toast {
  text = $state("");
  #timer = 0;

  say(text: string): void {
    this.text = text;
    clearTimeout(this.#timer);
    this.#timer = window.setTimeout(() => (this.text = ""), 4000);
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
