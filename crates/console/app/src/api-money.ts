// What the console asks about hours, money, goals and sales.

import type { BookHours, MoneySettingsChange, NewEntry, NewExchangeRate, NewGoal } from "./api.ts";
import { address, get, post, put, remove } from "./client.ts";

export const money = (site: string) => get("/sites/{site}/measure/money", { site });
export const keepMoney = (site: string, change: MoneySettingsChange) => put("/sites/{site}/measure/money", { site, body: change });

/** A page of a month's entries. */
export const entries = (site: string, month: string, after: string | null) => get("/sites/{site}/entries", { site, month, ...(after ? { after } : {}) });
export const monthCost = (site: string, month: string) => get("/sites/{site}/entries/sums", { site, month });
export const addEntry = (site: string, entry: NewEntry) => post("/sites/{site}/entries", { site, body: entry });
export const undoEntry = (site: string, entry: string) => post("/sites/{site}/entries/{entry}/undo", { site, entry });
export const redoEntry = (site: string, entry: string) => post("/sites/{site}/entries/{entry}/redo", { site, entry });
export const entriesCsv = (site: string) => address("/sites/{site}/entries.csv", { site });
/** `of`: what rows are for that name no activity of ours: an activity, or `smo`, `smm`. */
export const enterAll = (site: string, sheet: Blob, of: string) =>
  post("/sites/{site}/entries.csv", { site, body: sheet, ...(of === "smo" || of === "smm" ? { side: of } : of ? { activity: of } : {}) });

export const proposed = (site: string, week?: string) => get("/sites/{site}/hours/proposed", { site, ...(week ? { week } : {}) });
export const book = (site: string, hours: BookHours) => post("/sites/{site}/hours/proposed", { site, body: hours });
/** Without `until` what was dismissed is proposed again. */
export const dismiss = (site: string, week: string, until: string | null) => post("/sites/{site}/hours/dismissed", { site, body: { week, until } });

export const timer = (site: string) => get("/sites/{site}/timer", { site });
export const startTimer = (site: string, activity: NewEntry["activity"] & string) => post("/sites/{site}/timer", { site, body: { activity, network: null, note: null } });
export const stopTimer = (site: string, minutes: number | null) => post("/sites/{site}/timer/stop", { site, body: { minutes } });
export const discardTimer = (site: string) => remove("/sites/{site}/timer", { site });

export const rates = (site: string) => get("/sites/{site}/rates", { site });
export const putRate = (site: string, rate: NewExchangeRate) => put("/sites/{site}/rates", { site, body: rate });
export const removeRate = (site: string, currency: string, day: string) => remove("/sites/{site}/rates/{currency}/{day}", { site, currency, day });

export const goals = (site: string) => get("/sites/{site}/goals", { site });
export const makeGoal = (site: string, goal: NewGoal) => post("/sites/{site}/goals", { site, body: goal });
export const removeGoal = (site: string, goal: string) => remove("/sites/{site}/goals/{goal}", { site, goal });
export const restoreGoal = (site: string, goal: string) => post("/sites/{site}/goals/{goal}/restore", { site, goal });
export const sales = (site: string, after: string | null) => get("/sites/{site}/sales", { site, ...(after ? { after } : {}) });
export const salesCsv = (site: string) => address("/sites/{site}/sales.csv", { site });
export const keepSales = (site: string, sheet: Blob) => post("/sites/{site}/sales.csv", { site, body: sheet });
