// What the console asks about what came of it: the statement, what stands behind it, and single visits.

import { get } from "./client.ts";

export { Fault } from "./client.ts";
export type * from "./api-schema.d.ts";

type Days = { from?: string; to?: string };

export const statement = (site: string, days: Days) => get("/sites/{site}/statement", { site, ...days });
export const campaigns = (site: string, days: Days) => get("/sites/{site}/statement/campaigns", { site, ...days });
export const byPost = (site: string, days: Days) => get("/sites/{site}/statement/posts", { site, ...days });
export const pages = (site: string, days: Days) => get("/sites/{site}/statement/pages", { site, ...days });
export const amplification = (site: string, days: Days) => get("/sites/{site}/statement/amplification", { site, ...days });
export const hours = (site: string, days: Days) => get("/sites/{site}/statement/hours", { site, ...days });
/** What really happened in the demo's shop. */
export const truth = (days: Days) => get("/demo/truth", { ...days });
export type VisitAsked = Days & { side?: string; channel?: string; network?: string; page?: string; campaign?: string; code?: string; after?: string };
export const visits = (site: string, about: VisitAsked) => get("/sites/{site}/visits", { site, ...about });
export const visit = (site: string, visit: string) => get("/sites/{site}/visits/{visit}", { site, visit });
export const live = (site: string) => get("/sites/{site}/visits/live", { site });
