import { inWords } from "./shared.ts";

export const noticesWords = {
  title: "Notices",
  told: (unseen: number) => (unseen === 0 ? "Nothing new" : `${inWords(unseen)} new ${unseen === 1 ? "notice" : "notices"}`),
  seen: "Mark all as seen",
  unseen: "not seen yet",
  post: "Open the post",
  wallet: "Open the wallet",
  where: "Where notices go",
  none: "Nothing has happened that you should know. When an audit gets worse, a site goes down, a post needs you or the disk fills, it stands here with what to do.",
  severities: { error: "error", warning: "warning", note: "note" },
};
