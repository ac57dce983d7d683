export const demoWords = {
  ribbon: "Demo data",
  says: "The shop is invented, and nothing leaves this machine.",
  own: "Now my own site",
  remove: "Remove the demo data",
  done: "done",
  mend: "Mend the demo shop",
  removeTitle: "Remove the demo data?",
  removeSays: "The invented shop and its audits go for good. What you added yourself stays.",
  removeYes: "Remove it",
};
