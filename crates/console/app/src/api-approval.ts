// What the console asks about versions of posts, and the yes that one of them needs.

import type { NewApprovalLink, PostAnswer } from "./api.ts";
import { all, get, post as send, put } from "./client.ts";

/** Whether posts of the workspace need a yes. */
export const roomWants = async () => (await get("/workspace/approval")).wanted;
export const keepRoomWants = (wanted: boolean) => put("/workspace/approval", { body: { wanted } });
export const siteWants = (site: string) => get("/sites/{site}/approval", { site });
/** Null: as its workspace. */
export const keepSiteWants = (site: string, wanted: boolean | null) => put("/sites/{site}/approval", { site, body: { wanted } });
/** How a post stands with whoever has to say yes, and what changed since the last yes. */
export const approval = (site: string, post: string) => get("/sites/{site}/posts/{post}/approval", { site, post });
export const versions = (site: string, post: string) => all("/sites/{site}/posts/{post}/versions", { site, post });
export const answerPost = (site: string, post: string, said: PostAnswer) => send("/sites/{site}/posts/{post}/approval", { site, post, body: said });
export const makeApprovalLink = (site: string, post: string, link: NewApprovalLink) => send("/sites/{site}/posts/{post}/approval/link", { site, post, body: link });
