import { count } from "./shared.ts";

export const passwordWords = {
  strip: "Only this browser can open Tidings so far.",
  says: "Set a password, so that you can sign in from anywhere.",
  set: "Set a password",
  title: "Set a password",
  change: "Change the password",
  why: "With both you can sign in from any browser. The e-mail is used for nothing else until you say so.",
  email: "E-mail",
  fresh: "New password",
  current: "Current password",
  least: "At least 10 characters; a few plain words are fine.",
  show: "Show it",
  save: "Save",
  saving: "Saving…",
  saved: "Saved. You can sign in with it from now on.",
  short: (typed: number) => `That is ${count(typed, "character")}; it takes at least 10.`,
  email_invalid: "This does not look like an e-mail address: it needs an @ and a domain.",
};
