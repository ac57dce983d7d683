export const demoWords = {
  ribbon: "Demo data",
  says: "The shop is invented, and nothing leaves this machine.",
  own: "Now my own site",
  remove: "Remove the demo data",
  done: "done",
  visit: "Open the shop as a visitor",
  there: "Go there",
  newTab: "in a new tab",
  over: "That is the whole round: a link seen, mended, given a picture, passed on, and the click counted. Every step can be taken again.",
  removeTitle: "Remove the demo data?",
  removeSays: "The invented shop goes for good, with its audits, cards and links. What you added yourself stays.",
  removeYes: "Remove it",
};
