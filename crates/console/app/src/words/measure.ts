// How a site's visits are counted.

import { ago } from "./shared.ts";

export const measureWords = {
  title: (site: string) => `How visits are counted · ${site}`,
  list: "How visits are counted",
  heading: "How visits are counted",
  says: "One small script on your pages tells Tidings that somebody looks at them, where they came from, and what they pass on. No cookie, nothing loaded from anybody, no address kept.",
  looksOnly: "You may look at this; editors and owners change it.",
  parts: [
    ["line", "The line for your pages"],
    ["installed", "Is it installed?"],
    ["settings", "Settings"],
    ["staff", "Your own people"],
    ["privacy", "For your privacy page"],
  ] as const,

  line: "The line for your pages",
  lineSays: "Paste it into the head that all pages share, before </head>. On WordPress the plug-in brings it: under Share, Share bar.",
  lineLabel: "The line",
  home: "Your Tidings runs on this machine alone: visitors’ browsers reach it once it has a public address (--public-address).",
  proxied: "Under your own address",
  proxiedSays: "Browsers that block scripts of other hosts let it pass then. Tell your web server to lead one path here, and paste this line instead. Start Tidings with --trust-proxy and the web server’s address, so that visitors are told apart.",
  proxiedLabel: "The line for that",
  servers: { nginx: "nginx", caddy: "Caddy", apache: "Apache" },

  installed: "Is it installed?",
  waiting: "Nothing was heard yet. This page looks by itself: open your site in another tab.",
  heard: (at: string, by: string) => `Yes: heard from your pages ${ago(at)}, by ${measureWords.by[by as keyof typeof measureWords.by] ?? by}.`,
  by: { beacon: "the script", pixel: "the picture for browsers without scripts", server: "your server", plugin: "the plug-in", log: "a log" },
  look: "Look at the start page",
  looking: "Looking…",

  settings: "Settings",
  zone: "Whose days",
  hosts: "Further hosts",
  hostsHint: "Of a shop, a booking page, a payment: names with a comma between them. Visits of other hosts are not counted.",
  tab: "Keep a link’s mark in the visitor’s tab until it is closed",
  tabHint: "Without it nothing is stored in a visitor’s browser, and sales on a later page may not be put down to the link.",
  skip: "Leave out who wants no tracking",
  skipHint: "Global Privacy Control and Do Not Track. Nothing that is kept leads to a person either way.",
  own: "Addresses of your own people",
  ownHint: "Such as 203.0.113.0/24, with a comma between them. They are not counted.",
  days: "Days for which single visits are kept",
  daysHint: "Their sums stay.",
  save: "Save",
  changed: "Somebody else saved in between.",
  reload: "Show what they saved",

  staff: "Your own people",
  staffSays: "Whoever opens this link once in a browser is not counted there any more.",
  staffMake: "Make a link for staff",
  staffAgain: "Make it anew",
  staffLabel: "The link for staff",
  staffOff: (link: string) => `Making it anew ends this one. Whoever wants to be counted again opens ${link}`,

  privacy: "For your privacy page",
  privacySays: "It says what these settings do. Paste it, and say it in your own words where you like.",
  copyParagraph: "Copy the paragraph",
};
