// A website that is handed in as files.

import { count } from "./shared.ts";

export const folderWords = {
  or: "Or drop the folder with its pages here:",
  again: "Drop the folder here again to see what changed:",
  pick: "Choose a folder",
  pickArchive: "A .zip or .tar",
  nameless: "Files",
  archive: "an archive, sent as it is",
  files: (pages: number, files: number) => `${count(pages, "page")}, ${count(files, "file")} in all`,
  base: "Where will it be on the web?",
  baseHint: "Leave it empty if that is not known yet. Addresses in the tags to copy wait for it.",
  read: "Read these pages",
  readAgain: "Read them again",
  sending: "How much is sent",
  share: (of: number) => `${Math.round(of * 100)} %`,
  stop: "Stop",
  noPages: "There is no HTML page in it. Choose the folder that your site generator writes, such as public or dist.",
  unreadable: "The browser cannot read these files. Choose the folder anew.",
  notSent: "It was not sent: a file changed meanwhile, or the line broke. Choose the folder anew.",
  mended: "Download the mended pages",
  mendedSays: "Only the pages that change, as a .tar: unpack it over your folder.",
  lies: "a folder",
};
