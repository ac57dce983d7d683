// What opens in the masthead.

export const switchWords = {
  find: "Find a site",
  none: (wanted: string) => `No site is called “${wanted}”.`,
  add: "Add a site",
  workspaces: "Workspaces",
  roles: { owner: "owner", editor: "editor", viewer: "viewer", client: "client" },
  sandbox: ", for trying",
  fresh: "New workspace",
  accounts: "Accounts that post",
  settings: "Settings",
  light: "Light or dark",
  themes: { auto: "as the system", light: "light", dark: "dark" },
  signOut: "Sign out",
  failed: "That did not work. Try again in a moment.",
};
