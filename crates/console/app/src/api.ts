// What the console asks of the server, each in a word: who is here, sites, audits, the contact sheet.

import { address, all, get, post, put, remove } from "./client.ts";

export type * from "./api-schema.d.ts";
export { Fault, listen, sentence } from "./client.ts";

export const me = () => get("/me");
export const setPassword = (email: string, password: string, current: string | null) => put("/me/password", { body: { email, password, current } });
/** Nothing is begun and nothing goes out, in the whole installation. */
export const pause = (why: string) => post("/server/pause", { body: { why } });
export const resume = () => post("/server/resume");
export const signOut = () => post("/sign-out");
export const networks = () => all("/networks");
export const sites = () => all("/sites");
export const addSite = (address: string) => post("/sites", { body: { address } });
export const site = (site: string) => get("/sites/{site}", { site });
export const removeSite = (site: string) => remove("/sites/{site}", { site });
export const restoreSite = (site: string) => post("/sites/{site}/restore", { site });
export const audits = (site: string) => all("/sites/{site}/audits", { site });
export const readAgain = (site: string) => post("/sites/{site}/audits", { site });
export const difference = (site: string, from: string, to: string) => get("/sites/{site}/difference", { site, from, to });
export const audit = (audit: string) => get("/audits/{audit}", { audit });
export const stopAudit = (audit: string) => post("/audits/{audit}/stop", { audit });
export const events = (audit: string) => address("/audits/{audit}/events", { audit });
export const sheet = (audit: string) => get("/audits/{audit}/sheet", { audit });
export const sheetIndex = (audit: string, n: number) => get("/audits/{audit}/sheet/index/{n}", { audit, n });
export const sheetPages = (audit: string, n: number) => get("/audits/{audit}/sheet/pages/{n}", { audit, n });
export const standsIn = (audit: string, of: string) => get("/audits/{audit}/sheet/page", { audit, of });
/** The newest dozen. */
export const pageOver = (site: string, of: string) => get("/sites/{site}/page", { site, of });
export const mended = (audit: string) => address("/audits/{audit}/mended", { audit });
export const picture = (audit: string, n: number) => address("/audits/{audit}/pictures/{n}", { audit, n });
