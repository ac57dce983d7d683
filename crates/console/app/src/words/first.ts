import { number } from "./shared.ts";

export const firstWords = {
  screen: "Your first site",
  title: "See your links as everybody else sees them.",
  lead: (networks: number) =>
    networks > 0
      ? `${number(networks)} networks draw a link to your site, each by rules of its own. Tidings reads your pages as they do, shows what they show, and tells you the few things worth mending.`
      : "Every network draws a link to your site by rules of its own. Tidings reads your pages as they do, shows what they show, and tells you the few things worth mending.",
  label: "Your website’s address",
  placeholder: "www.example.org",
  read: "Read my site",
  reading: "Looking for it…",
  missing: "Type the address first, as you would in a browser: www.example.org",
  hint: "A test or staging address works too. One in your own network is read once it was allowed: tidings up --allow-private HOST. Nothing on your site is changed.",
  steps: "What will happen",
  happen: [
    "Your pages are read one after the other, no faster than your server likes.",
    "You watch the contact sheet fill: every page, as each network draws it.",
    "You get a short list of what to mend, each with its minutes and its steps.",
  ],
  example: "An example: one link, as a friend gets it",
  today: "today",
  mended: "mended",
  exampleTitle: "Home - Bakery Example - Bread, Cakes and more in the centre of…",
  exampleMended: "Bread that is worth getting up for",
  exampleHost: "bakery.example",
  exampleWhy: "Picture refused: 1.4 MB",
  networks: "Networks that are drawn",
};

export const addWords = { screen: "Add a site", title: "Which site shall be read?" };
