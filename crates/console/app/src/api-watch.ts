// What the console asks about a watched site, about what is told when something happens, and about the demo.

import type { DemoAct, ProofBy, Schedule } from "./api-schema.d.ts";
import { get, post, put, remove } from "./client.ts";

export type * from "./api-schema.d.ts";

export const siteSettings = (site: string) => get("/sites/{site}/settings", { site });
/** `version` goes back as it came: who saved in between is not overwritten. */
export const renameSite = (site: string, name: string, version: number) => put("/sites/{site}", { site, body: { name, version } });
export const setSchedule = (site: string, schedule: Schedule, version: number) => put("/sites/{site}/schedule", { site, body: { ...schedule, version } });
export const makeHook = (site: string) => post("/sites/{site}/hook", { site });
export const endHook = (site: string) => remove("/sites/{site}/hook", { site });
export const prove = (site: string, how: ProofBy) => post("/sites/{site}/proof", { site, body: { how } });

export const notices = () => get("/notices");
export const seenUpTo = (notice: string) => post("/notices/seen", { body: { up_to: notice } });
export const noticeSettings = () => get("/notice-settings");
export const mailMe = (mail: boolean) => put("/notice-settings/mail", { body: { mail } });
export const setWebhook = (address: string) => put("/notice-settings/webhook", { body: { address, events: null } });
export const chooseEvents = (events: string[]) => put("/notice-settings/webhook/events", { body: { events } });
export const renewWebhook = () => post("/notice-settings/webhook/secret");
export const endWebhook = () => remove("/notice-settings/webhook");
export const testWebhook = () => post("/notice-settings/webhook/test");

export const demoSteps = () => get("/demo");
/** What the demo's shop can be asked for. */
export const demoActs: Record<DemoAct, () => Promise<unknown>> = {
  mend: () => post("/demo/mend"),
  put_cards: () => put("/demo/cards"),
  take_cards: () => remove("/demo/cards"),
  put_bar: () => put("/demo/bar"),
  take_bar: () => remove("/demo/bar"),
};
export const removeDemo = () => remove("/demo");
