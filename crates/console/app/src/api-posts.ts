// What the console asks about publishing: accounts, posts, and what became of each delivery.

import type { DeliveryAnswer, NewAccount, NewPost } from "./api.ts";
import { address, all, get, post as send, put, remove } from "./client.ts";

export const accounts = () => all("/accounts");
/** How each network is connected, the least effort first. */
export const accountWays = () => all("/accounts/ways");
export const connectAccount = (account: NewAccount) => send("/accounts", { body: account });
export const disconnectAccount = (account: string) => remove("/accounts/{account}", { account });

/** Posts that go out, or went out, from that instant on; all of them where none is told. */
export const posts = (site: string, from: string | null) => all("/sites/{site}/posts", { site, ...(from ? { from } : {}) });
export const drafts = (site: string) => all("/sites/{site}/posts", { site, drafts: "true" });
export const post = (site: string, post: string) => get("/sites/{site}/posts/{post}", { site, post });
export const writePost = (site: string, post: NewPost) => send("/sites/{site}/posts", { site, body: post });
export const changePost = (site: string, post: string, change: NewPost) => put("/sites/{site}/posts/{post}", { site, post, body: change });
export const removePost = (site: string, post: string) => remove("/sites/{site}/posts/{post}", { site, post });
/** `wall`: on the post's own wall; null: now. */
export const planPost = (site: string, post: string, version: number, wall: string | null) => send("/sites/{site}/posts/{post}/schedule", { site, post, body: { version, wall } });
export const takePostBack = (site: string, post: string, version: number) => send("/sites/{site}/posts/{post}/unschedule", { site, post, body: { version } });
export const answerDelivery = (site: string, delivery: string, said: DeliveryAnswer) => send("/sites/{site}/deliveries/{delivery}", { site, delivery, body: said });
/** How much of what its network takes a text has for each of these accounts, with the link in it. */
export const countText = async (text: string, page: string | null, accounts: string[]) => (await send("/posts/count", { body: { text, page, accounts } })).items;
/** A post as its page suggests it, with what each network draws of the page. */
export const draftFromPage = (site: string, page: string) => send("/sites/{site}/posts/from-page", { site, body: { page } });
export const takePicture = (site: string, picture: Blob) => send("/sites/{site}/media", { site, body: picture });
export const pictureAddress = (site: string, digest: string) => address("/sites/{site}/media/{digest}", { site, digest });
