// The settings of the workspace.

import { count } from "./shared.ts";

export const workspaceWords = {
  named: "Name and logo",
  name: "Name of the workspace",
  nameMissing: "A workspace needs a name: yours, or your firm’s.",
  ownersOnly: "Its name, its logo and who is in it are for its owners to decide.",
  logo: "Logo",
  noLogo: "no logo yet",
  logoSays: "Clients see it on top of their report. PNG, JPEG or WebP, at most 256 KB.",
  logoPut: "Choose a picture",
  logoOther: "Choose another one",
  logoRemove: "Remove",
  logoKind: "This is no PNG, JPEG or WebP: save the picture as one of these.",
  logoHeavy: (bytes: number) => `The picture weighs ${Math.ceil(bytes / 1024)} KB; it may weigh 256 KB at most. Make it smaller: 600 pixels across are enough.`,
  undo: "Have it back",
  deeds: "Who did what",
  noDeeds: "Nothing was changed yet.",
  moreDeeds: (n: number) => `Show ${n} earlier ones`,
  export: "Take it with you",
  exportSays: "All that this workspace keeps, as one JSON document: sites, settings, audits, people. It holds no passwords and no tokens.",
  download: "Download",
};

export const peopleWords = {
  title: "People",
  says: "Whoever is in this workspace sees all its sites. Clients are let in by a link, in the settings of their site.",
  you: "(you)",
  noEmail: "no e-mail",
  nobody: "This Tidings runs at home: nobody else can open an invitation before whoever runs it gives it a public address (--public-address).",
  since: (day: string) => `since ${day}`,
  roleOf: (name: string) => `Role of ${name}`,
  roles: { owner: "owner", editor: "editor", viewer: "viewer", client: "client" },
  may: {
    owner: "An owner does everything, and decides who is in.",
    editor: "An editor adds sites and has them read, and removes none.",
    viewer: "A viewer looks, and changes nothing.",
    client: "",
  },
  leave: "Leave",
  leaveTitle: "Leave this workspace?",
  leaveSays: "You see its sites no more. An owner can ask you in again.",
  remove: "Remove",
  removeTitle: (name: string) => `Remove ${name}?`,
  removeSays: "They see the sites of this workspace no more. What they did stays. You can invite them again.",
  invited: (day: string, until: string) => `invited ${day}, until ${until}`,
  withdraw: "Withdraw",
  withdrawn: "Withdrawn: the link lets nobody in any more.",
  email: "Invite somebody by e-mail",
  emailInvalid: "This does not look like an e-mail address: it needs an @ and a domain.",
  role: "Role",
  invite: "Invite",
  link: (email: string) => `The link for ${email}`,
  mailed: (email: string) => `It was sent to ${email} too.`,
  notMailed: "This server sends no mail: hand the link on yourself.",
};

export const tokenWords = {
  title: "Tokens for programs",
  says: "A program that speaks to the API shows a token in place of a password. Give it no more than it needs, and an end.",
  name: "What it is for",
  nameMissing: "Name it after the program that will use it, so that you know later what to end.",
  example: "build server",
  scope: "It may",
  scopes: { look: "look", draft: "look, and write drafts of posts", work: "look and work", decide: "decide everything" },
  days: "It ends",
  spans: [
    ["30", "after 30 days"],
    ["90", "after 90 days"],
    ["365", "after a year"],
    ["", "never"],
  ] as const,
  make: "Make a token",
  secret: (name: string) => `The token for ${name}`,
  use: "Sent as a header: Authorization: Bearer …",
  made: (day: string, until: string | null) => `made ${day}, ${until === null ? "without an end" : `ends ${until}`}`,
  used: (when: string) => `last used ${when}`,
  never: "not used yet",
  end: "End",
  endTitle: (name: string) => `End the token for ${name}?`,
  endSays: "Programs that use it are turned away from now on. It cannot be had back; a new one can be made.",
  ended: "Ended: it opens nothing any more.",
};

export const binWords = {
  title: "Bin",
  empty: "The bin is empty. A site or a workspace that is removed lies here for 30 days.",
  says: "What lies here can be taken out again until its last day.",
  until: (day: string) => `until ${day}`,
  workspace: "a workspace with all its sites",
  restore: "Take it out",
  restored: "It is back.",
  destroy: "Delete for good",
  destroyTitle: (name: string) => `Delete ${name} for good?`,
  destroySays: "Its audits go with it, and nothing brings them back.",
};

export const roomWords = {
  fresh: "New workspace",
  freshSays: "A closed room of its own: another client’s people and sites are never seen from this one.",
  name: "Its name",
  nameMissing: "A workspace needs a name: the client’s, or the firm’s.",
  example: "Bakery Example",
  sandbox: "For trying",
  sandboxSays: "Its posts go to stand-ins for the networks on this machine, which charge nothing, and never to a real one. That cannot be changed later.",
  make: "Make it, and go there",
  end: "Delete this workspace",
  endTitle: (name: string) => `Delete ${name}?`,
  endSays: "All its sites and audits go with it, and nobody can work in it. It lies in the bin for 30 days, where an owner can take it out again.",
  endYes: "Delete it",
  typed: "Type its name to go on",
};

const late = (minutes: number) => (minutes % 1440 === 0 && minutes > 0 ? count(minutes / 1440, "day") : minutes % 60 === 0 && minutes > 0 ? count(minutes / 60, "hour") : count(minutes, "minute"));

export const missedWords = {
  title: "Posts that missed their time",
  says: (minutes: number, otherwise: "ask" | "skip") =>
    `Where Tidings was not at work when a post was due, it ${minutes < 5 ? "does not go out by itself any more" : `goes out up to ${late(minutes)} late`}; ${minutes < 5 ? "" : "later, "}${otherwise === "ask" ? "somebody is asked first" : "it is skipped"}.`,
  within: "Goes out nevertheless",
  choice: (minutes: number) => (minutes === 0 ? "never" : `up to ${late(minutes)} late`),
  otherwise: "And otherwise",
  names: { ask: "somebody is asked", skip: "it is skipped" },
};
