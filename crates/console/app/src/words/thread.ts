// Threads and first comments: what stands below a post.

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

/** First comments: what an account writes below its own post. */
export const commentWords = {
  title: "First comment",
  text: "Below the post, as soon as it is live",
  none: "Leave it empty for none.",
  by: (names: string[]) => `Written by ${names.join(", ")}.`,
  without: (names: string[]) => `${names.join(", ")}: no comments by programs there, so it is left out.`,
  long: (names: string[]) => `Too long for ${names.join(", ")}: shorten it.`,
  link: "Put the link into the comment",
  move: "Leave the link out of the post where the comment carries it",
};
