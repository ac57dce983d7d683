// What the console asks about how a site's visits are counted.

import type { MeasureSettings } from "./api-schema.d.ts";
import { get, post, put } from "./client.ts";

export type * from "./api-schema.d.ts";

export const measure = (site: string) => get("/sites/{site}/measure", { site });
/** `version` goes back as it came: who saved in between is not overwritten. */
export const keepMeasure = (site: string, settings: MeasureSettings, version: number) => put("/sites/{site}/measure", { site, body: { settings, version } });
/** Looks whether the line is on the start page. */
export const lookForLine = (site: string) => post("/sites/{site}/measure/look", { site });
export const makeStaffLink = (site: string) => post("/sites/{site}/measure/staff", { site });
