export const stripWords = {
  paused: (since: string) => `Tidings is paused since ${since}.`,
  pausedSays: "Nothing is read or sent by itself until it goes on. Look at what is here first; make sure that no other Tidings works on the same data.",
  goOn: "Go on",
};
