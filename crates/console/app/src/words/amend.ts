// What can still be done about a post that is live.

export const amendWords = {
  correct: "Correct the text",
  down: "Take it down",
  of: (name: string) => `, ${name}`,
  text: (name: string) => `What it is to say on ${name}`,
  hint: "Pictures, card and link stay as they are. Networks show that a post was changed; whoever saw it before has seen it.",
  tooLong: (by: number) => `${by.toLocaleString("en-GB")} too long: shorten it`,
  correctNow: "Correct it there",
  keep: "Leave it as it is",
  corrects: (name: string) => `${name}: the correction is on its way.`,
  takesDown: (name: string) => `${name}: it is being taken down.`,
  fixed: "its network lets nobody change what is out",
  sure: (name: string) => `Take it down on ${name}?`,
  sureSays: "It is removed at the network, with what people did with it there, and what stands below it of a thread. It cannot be had back; here it stays with its figures.",
};
