import type { Fault } from "../api.ts";
import { words } from "../words/shared.ts";

/** What went wrong, as a sentence to show beside what was tried. */
export function says(error: unknown): string {
  const { gone, message, status } = error as Fault;
  if (gone) return words.gone.title;
  return message || (status === 403 ? words.failed.refused : status === 404 ? words.failed.not_found : words.failed.server);
}
