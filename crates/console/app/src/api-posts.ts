// What the console asks about publishing: accounts, posts, and what became of each delivery.

import type { AccountSignIn, DeliveryAnswer, Medium, Missed, NewAccount, NewPost, NewSlots, NewWallet, PostRepeat, PostsAlong, PostToPrice } from "./api.ts";
import { address, all, get, post as send, put, remove } from "./client.ts";

export const accounts = () => all("/accounts");
/** How each network is connected, the least effort first. */
export const accountWays = () => all("/accounts/ways");
export const connectAccount = (account: NewAccount) => send("/accounts", { body: account });
/** The network's own page, on which somebody says yes; he comes back to `/accounts?connected=…`. */
export const beginSignIn = (wanted: AccountSignIn) => send("/accounts/sign-in", { body: wanted });
/** What stands in the way of an account's posts; the network is asked. */
export const checkAccount = (account: string) => all("/accounts/{account}/doctor", { account });
export const disconnectAccount = (account: string) => remove("/accounts/{account}", { account });

/** Posts that go out, or went out, from that instant on and before the other; all of them where none is told. */
export const posts = (site: string, from: string | null, to: string | null = null) => all("/sites/{site}/posts", { site, ...(from ? { from } : {}), ...(to ? { to } : {}) });
export const drafts = (site: string) => all("/sites/{site}/posts", { site, drafts: "true" });
export const post = (site: string, post: string) => get("/sites/{site}/posts/{post}", { site, post });
export const writePost = (site: string, post: NewPost) => send("/sites/{site}/posts", { site, body: post });
export const changePost = (site: string, post: string, change: NewPost) => put("/sites/{site}/posts/{post}", { site, post, body: change });
export const removePost = (site: string, post: string) => remove("/sites/{site}/posts/{post}", { site, post });
/** `wall`: on the post's own wall; null: now. */
export const planPost = (site: string, post: string, version: number, wall: string | null) => send("/sites/{site}/posts/{post}/schedule", { site, post, body: { version, wall } });
/** A planned post goes out at another time on its wall. */
export const movePost = (site: string, post: string, version: number, wall: string) => send("/sites/{site}/posts/{post}/move", { site, post, body: { version, wall } });
/** It goes out at the next free slot of its site. */
export const queuePost = (site: string, post: string, version: number) => send("/sites/{site}/posts/{post}/queue", { site, post, body: { version } });
export const takePostBack = (site: string, post: string, version: number) => send("/sites/{site}/posts/{post}/unschedule", { site, post, body: { version } });
export const answerDelivery = (site: string, delivery: string, said: DeliveryAnswer) => send("/sites/{site}/deliveries/{delivery}", { site, delivery, body: said });
/** What a live post says from now on, at its network. */
export const correctDelivery = (site: string, delivery: string, text: string) => put("/sites/{site}/deliveries/{delivery}/text", { site, delivery, body: { text } });
export const takeDown = (site: string, delivery: string) => remove("/sites/{site}/deliveries/{delivery}", { site, delivery });
/** How much of what its network takes a text has for each of these accounts, with the link in it, and whether it takes what goes along. */
export const countText = async (text: string, page: string | null, accounts: string[], { media = [] as Medium[], without_link = false, comment = false } = {}) => (await send("/posts/count", { body: { text, page, accounts, media, without_link, comment } })).items;
/** What a post takes from the wallet, for each account with and without its link. */
export const priceOf = (site: string, asked: PostToPrice) => send("/sites/{site}/posts/price", { site, body: asked });
/** What may be spent in a month, and what became of it; without one, of this month. */
export const wallet = (month: string | null = null) => get("/wallet", month ? { month } : {});
export const keepWallet = (wallet: NewWallet) => put("/wallet", { body: wallet });
/** Pages of a site in whose title or address these words stand. */
export const knownPages = async (site: string, q: string) => (await get("/sites/{site}/pages", { site, q })).items;
/** A post as its page suggests it, with what each network draws of the page. */
export const draftFromPage = (site: string, page: string) => send("/sites/{site}/posts/from-page", { site, body: { page } });
export const takePicture = (site: string, picture: Blob) => send("/sites/{site}/media", { site, body: picture });
export const pictureAddress = (site: string, digest: string) => address("/sites/{site}/media/{digest}", { site, digest });

/** The weekly slots of a site, and the next that is free. */
export const slots = (site: string) => get("/sites/{site}/slots", { site });
export const keepSlots = (site: string, slots: NewSlots) => put("/sites/{site}/slots", { site, body: slots });
/** Links by which a calendar program reads a site's posts. */
export const calendarLinks = async (site: string) => (await get("/sites/{site}/calendar", { site })).links;
export const makeCalendarLink = async (site: string) => (await send("/sites/{site}/calendar", { site })).link;
export const endCalendarLinks = (site: string) => remove("/sites/{site}/calendar", { site });
/** What becomes of posts whose time passed while nobody was at work. */
export const missed = () => get("/workspace/missed");
export const keepMissed = (missed: Missed) => put("/workspace/missed", { body: missed });
/** All posts as a sheet, and a sheet of them in; on trial nothing of it is kept. */
export const postsCsv = (site: string) => address("/sites/{site}/posts.csv", { site });
export const postsJson = (site: string) => address("/sites/{site}/posts.json", { site });
export const bringJsonIn = (site: string, zone: string, trial: boolean, posts: PostsAlong) => send("/sites/{site}/posts.json", { site, zone, trial: String(trial), body: posts });
export const bringIn = (site: string, zone: string, trial: boolean, sheet: Blob) => send("/sites/{site}/posts.csv", { site, zone, trial: String(trial), body: sheet });
/** Feeds whose new pages become drafts. */
export const feeds = (site: string) => all("/sites/{site}/feeds", { site });
export const followFeed = (site: string, address: string) => send("/sites/{site}/feeds", { site, body: { address } });
export const endFeed = (site: string, feed: string) => remove("/sites/{site}/feeds/{feed}", { site, feed });
/** How a post goes out again. */
export const repeat = (site: string, post: string) => get("/sites/{site}/posts/{post}/repeat", { site, post });
export const keepRepeat = (site: string, post: string, repeat: PostRepeat) => put("/sites/{site}/posts/{post}/repeat", { site, post, body: repeat });
