// Threads: the parts below a post.

export const threadWords = {
  title: "Thread",
  none: "One post. With parts below it becomes a thread: each goes out below the one before, as soon as that is live.",
  begin: "Make it a thread",
  add: "Add a part",
  remove: "Take away",
  part: (which: number) => `Part ${which}`,
  long: (names: string[]) => `Too long for ${names.join(", ")}: shorten it, or make two of it.`,
  joined: (names: string[]) => `${names.join(", ")}: no threads there, so the parts are joined below the text.`,
  onBreak: "Where a part is refused, or left out by you",
  ways: { go_on: "the parts behind it go out nevertheless", take_back: "what is out of the thread is taken back" },
};
