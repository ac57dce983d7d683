// What the console asks about what came of it: the statement, what stands behind it, and single visits.

import type { Channel, Side } from "./api-schema.d.ts";
import { get } from "./client.ts";

export { Fault } from "./client.ts";
export type * from "./api-schema.d.ts";

type Days = { from?: string; to?: string };

export const statement = (site: string, days: Days) => get("/sites/{site}/statement", { site, ...days });
export const campaigns = (site: string, days: Days) => get("/sites/{site}/statement/campaigns", { site, ...days });
export const pages = (site: string, days: Days) => get("/sites/{site}/statement/pages", { site, ...days });
export const amplification = (site: string, days: Days) => get("/sites/{site}/statement/amplification", { site, ...days });
export const hours = (site: string, days: Days) => get("/sites/{site}/statement/hours", { site, ...days });
// These the document does not know yet; their types go when it does.
const late = get as unknown as (path: string, about: Record<string, unknown>) => Promise<any>;

/** What really happened in the demo's shop. */
export type DemoTruth = { says: string; ways: { way: string; says: string; side: Side; row: string; visits: number }[] };
export const truth = (days: Days): Promise<DemoTruth> => late("/demo/truth", { ...days });

export type SingleVisit = {
  id: string;
  at: string;
  day: string;
  page: string | null;
  channel: Channel;
  channel_said: string;
  side: Side;
  confidence: string;
  fold: "sure" | "up_to" | "cant_tell";
  network: string | null;
  network_name: string | null;
  referrer: string | null;
  code: string | null;
  views: number;
  seconds: number;
};
export type WholeVisit = SingleVisit & {
  why: string[];
  rule: { id: string; says: string; source: string; read: string } | null;
  query: string | null;
  agent: string | null;
  press: string | null;
  parent: string | null;
  began_ours: boolean;
  by: string;
  live: unknown[];
  unfurls: string[];
};
export type LiveVisits = { minutes: number; visitors: number; sides: { side: Side; visits: number }[]; visits: SingleVisit[]; is_cut_short: boolean };
export type VisitAsked = Days & { side?: string; channel?: string; network?: string; page?: string; campaign?: string; code?: string; after?: string };
export const visits = (site: string, about: VisitAsked): Promise<{ items: SingleVisit[]; next: string | null }> => late("/sites/{site}/visits", { site, ...about });
export const visit = (site: string, visit: string): Promise<WholeVisit> => late("/sites/{site}/visits/{visit}", { site, visit });
export const live = (site: string): Promise<LiveVisits> => late("/sites/{site}/visits/live", { site });
