export const stripWords = {
  paused: (since: string) => `Tidings is paused since ${since}.`,
  pausedSays: "Nothing is read, and nothing goes out, until it resumes. What falls due meanwhile is looked for at the networks first, so that nothing goes out twice. After a restore, make sure that no other Tidings works on the same data.",
  resume: "Resume",
  resumed: "Tidings goes on.",
  pauseAll: "Pause all",
  pauseTitle: "Pause everything?",
  pauseSays: "No post of any site goes out, nothing is read and no mail is sent, in the whole installation, until you resume. What is on its way this moment is brought to its end.",
  keepOn: "Go on as planned",
  stopped: "Everything is paused.",
  undo: "Undo",
};
