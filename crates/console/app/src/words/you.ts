// The settings of whoever is signed in.

/** A browser and its system, out of what it calls itself. */
function agent(told: string): string {
  const browser = /Edg\//.test(told) ? "Edge" : /OPR\//.test(told) ? "Opera" : /Firefox\//.test(told) ? "Firefox" : /Chrome\//.test(told) ? "Chrome" : /Safari\//.test(told) ? "Safari" : null;
  const system = /iPhone|iPad/.test(told) ? "iOS" : /Android/.test(told) ? "Android" : /Windows/.test(told) ? "Windows" : /Mac OS/.test(told) ? "macOS" : /Linux/.test(told) ? "Linux" : null;
  if (browser) return system ? `${browser} on ${system}` : browser;
  return told.slice(0, 80) || "a browser without a name";
}

export const youWords = {
  person: "You",
  name: "Name",
  nameMissing: "A name is needed, so that others know who did what.",
  email: "E-mail",
  noEmail: "none yet",
  password: "Password",
  hasPassword: "set",
  noPassword: "none yet: only this browser can open Tidings",
  role: "Role",
  theme: "Light or dark",
  themes: { auto: "as the system", light: "light", dark: "dark" },
  change: "Change the e-mail or the password",
  signOut: "Sign out",
  signIns: "Where you are signed in",
  signInsSay: "Do you not know one of them? End it, then change your password.",
  agent,
  here: "this browser",
  seen: (when: string) => `last seen ${when}`,
  since: (day: string) => `since ${day}`,
  end: "End",
  endOthers: "End all but this one",
  ended: "Ended",
  leave: "Delete your account",
  leaveTitle: "Delete your account?",
  leaveSays: "Your name, e-mail and password go for good. Workspaces that others own stay; one that you own alone is handed on or deleted first.",
  leaveFirst: "An account without a password has nothing that you could type to confirm it. Set a password first.",
  leaveYes: "Delete my account",
  current: "Your password",
};
