// The settings that are not one site's.

import { count } from "./shared.ts";

export const settingsWords = {
  title: "Settings",
  parts: { you: "You", workspace: "Workspace", wallet: "Wallet", notices: "Notices", networks: "Networks", server: "This server" },
  roles: { owner: "owner", editor: "editor", viewer: "viewer: may look, not change", client: "client: sees one site" },
};

export const networksWords = {
  title: "What they do with a link that they have seen before",
  says: (n: number) => `${count(n, "network")}. Each keeps the preview of a link for a while. Every line has its source and day.`,
  network: "network",
  keeps: "keeps a link’s preview",
  refresh: "to refresh it",
  source: "source",
  there: "refresh it there",
};

export const serverWords = {
  title: "This server",
  version: "Version",
  address: "Public address",
  home: "none: Tidings runs at home",
  stands: "it stands",
  falls: "it does not lead here",
  mail: "Mail",
  mails: "can be sent",
  noMail: "cannot be sent: links to invite somebody are handed on by yourself",
  work: "Work",
  working: "goes on by itself",
  paused: "paused: nothing is read or sent by itself",
  says: {
    home: "At home everything that reads and shows works. What others must reach needs an address that leads here from outside.",
    stands: "It was looked at from outside, and leads here. Others can reach what Tidings hands out.",
    falls: "Somebody who goes there does not come here. Until they do, nothing is handed out that needs it, and this is what works instead.",
  },
  list: "What works how",
  needs: [
    { what: "Audits and previews", home: "work in full", outside: "work in full" },
    { what: "Invitations and clients", home: "reach whoever can open this machine", outside: "reach everybody who has the link" },
    { what: "Deploy hooks", home: "work from machines that can reach this one", outside: "work from everywhere" },
  ],
  later: "Cards, links and visits come later and will work at home too: cards as files that you upload, links with a token on your site’s own address, visits from your web server’s log.",
  how: "To change it",
  howSays: "These are options of the program, or lines of its file. They hold from its next start on.",
  options: [
    { option: "--public-address https://tidings.example.org", says: "where the outside finds Tidings; it is looked at when it starts" },
    { option: "--trust-proxy 10.0.0.0/8", says: "whose word is taken for a visitor’s address, where a proxy stands in front" },
    { option: "tidings doctor", says: "looks at everything and says what is wrong, with the remedy" },
  ],
};
