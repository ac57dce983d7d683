// The part of the API that is about a site being watched, what is told when something happens, and the demo.

import { type Severity, ask, id } from "./api.ts";

export interface Schedule {
  every: "never" | "day" | "week" | "month";
  /** 1 is Monday. */
  weekday: number;
  day: number;
  at: string;
  zone: string;
}
export type ProofBy = "file" | "tag" | "dns";
export interface SiteSettings {
  name: string;
  /** Goes back with what is saved: who saved in between is not overwritten. */
  version: number | string;
  schedule: Schedule;
  next: string | null;
  hook: boolean;
  proof: {
    proved: string | null;
    how: ProofBy | null;
    token: string;
    file: { address: string; content: string };
    tag: string;
    dns: { name: string; value: string };
  };
}
export interface Notice {
  id: string;
  at: string;
  kind: string;
  severity: Severity;
  says: string;
  remedy: string;
  site: { id: string; name: string } | null;
  seen: boolean;
}
export interface NoticePage {
  items: Notice[];
  next: string | null;
  unseen: number;
}
export interface NoticeSettings {
  mail: boolean;
  webhook: { address: string; events: string[] } | null;
  kinds: { kind: string; says: string }[];
}
export interface DemoStep {
  id: string;
  says: string;
  how: string;
  done: boolean;
  link: string | null;
}

const of = (site: string) => `/sites/${id(site)}`;

export const siteSettings = (site: string) => ask<SiteSettings>("GET", `${of(site)}/settings`);
export const renameSite = (site: string, name: string, version: SiteSettings["version"]) => ask<SiteSettings>("PUT", of(site), { name, version });
export const setSchedule = (site: string, schedule: Schedule, version: SiteSettings["version"]) =>
  ask<SiteSettings>("PUT", `${of(site)}/schedule`, { ...schedule, version });
export const makeHook = (site: string) => ask<{ address: string }>("POST", `${of(site)}/hook`);
export const endHook = (site: string) => ask<void>("DELETE", `${of(site)}/hook`);
export const prove = (site: string, how: ProofBy) => ask<SiteSettings>("POST", `${of(site)}/proof`, { how });

export const notices = (after: string | null = null) => ask<NoticePage>("GET", after === null ? "/notices" : `/notices?after=${id(after)}`);
export const seenUpTo = (notice: string) => ask<void>("POST", "/notices/seen", { up_to: notice });
export const noticeSettings = () => ask<NoticeSettings>("GET", "/notice-settings");
export const mailMe = (mail: boolean) => ask<void>("PUT", "/notice-settings/mail", { mail });
export const setWebhook = (address: string) => ask<{ secret: string }>("PUT", "/notice-settings/webhook", { address });
export const endWebhook = () => ask<void>("DELETE", "/notice-settings/webhook");
export const testWebhook = () => ask<{ delivered: boolean; says: string }>("POST", "/notice-settings/webhook/test");

export const demoSteps = () => ask<{ steps: DemoStep[] }>("GET", "/demo");
export const mendDemo = () => ask<void>("POST", "/demo/mend");
export const removeDemo = () => ask<void>("DELETE", "/demo");
