// What the console asks about what came of it: the statement, what stands behind it, and single visits.

import { get as typed } from "./client.ts";

export { Fault } from "./client.ts";

const get = typed as unknown as (path: string, about: Record<string, unknown>) => Promise<any>;

export type Side = "smo" | "smm" | "other" | "unknown";
export type Money = { minor: number; currency: string };
export type Price = { from: number; to: number | null; currency: string };
export type Period = { from: string; to: string; days: number };
export type VisitFilter = { side: Side | null; channel: string | null; network: string | null; page: string | null; campaign: string | null; code: string | null };
export type Piece = { text: string; row: string | null; visits: VisitFilter | null; side: Side | null };
export type Sentence = { text: string; pieces: Piece[] };
export type Visits = { sure: number; up_to: number; guessed: number };
export type Range = { from: number; to: number };
export type Spread = { minutes: number; months: number };
export type StatementRow = {
  id: string;
  name: string;
  side: Side;
  filter: VisitFilter;
  visits: Visits;
  before: Visits | null;
  minutes: number | null;
  spread: Spread | null;
  paid: Money | null;
  cost: Money | null;
  no_cost: string | null;
  visit_costs: Price | null;
  sales: number | null;
  sold: Money | null;
  left_over: Money | null;
  began_ours: number | null;
  private: Range | null;
  note: string | null;
  parts: StatementRow[];
};
export type Early = { side: Side; what: "visits" | "sales"; have: number; need: number; days: number | null; says: string };
export type DoNext = { id: string; says: string; minutes: number; visits: Range | null; saves: Money | null; saves_minutes: number | null; why: Sentence[]; act: { kind: string; label: string; link: string } };
export type Rate = { from_day: string; to_day: string; visits: number; passed_on: number; per_1000: number; from: number; to: number };
export type Compared = { id: string; day: string; kind: string; mark: string; audit: string | null; pages: number | null; before: Rate | null; after: Rate | null; change: "more" | "less" | "none_clear" | "early"; says: string };
export type TrendSpan = { from: string; to: string; days: number; passed_on: Visits; brought: Visits };
export type Trend = { by: "day" | "week"; says: string; steps: TrendSpan[] };
export type PageRow = { path: string; passed_on: number; brought: number; unknown: number; other: number };
export type ImportedTotals = { form: string; from: string; to: string; sides: { side: Side; visits: number }[] };
export type Count = { name: string; count: number };
export type Statement = {
  site: { hosts: string[]; guessed: string | null };
  period: Period | null;
  before: Period | null;
  verdict: Sentence[];
  rows: StatementRow[];
  either: { visits: number; says: string };
  early: Early[];
  marks: Compared[];
  next: DoNext[];
  trend: Trend;
  networks: StatementRow[];
  pages: PageRow[];
  imported: ImportedTotals[];
  replacement: { says: string } | null;
  reckoned: { currency: string | null; hour: Money | null; margin: number | null; weekly_minutes: number | null; missing: string[] };
  unfurls: { network: string; times: number; pages: Count[] }[];
  left_out: Count[];
  unknown: string[];
  sources: { number: string; from: string }[];
};
export type Between = { from: number; to: number };
export type ShareNode = { id: string; parent: string | null; ours: boolean; name: string; activity: string | null; network: string | null; visits: number; below: number };
export type Amplification = { period: Period; visits: number; passed_on: Visits; per_100: Between | null; began_ours: number; own_posts: number; earned_per_post: number | null; says: string[]; nodes: ShareNode[]; beyond: number };
export type StatementCampaigns = { period: Period; rows: StatementRow[] };
export type StatementHour = { weekday: number; hour: number; all: number; passed_on: number; brought: number };
export type StatementHours = { period: Period; zone: string; hours: StatementHour[]; says: string };
export type StatementPage = { path: string; passed_on: Visits; brought: Visits; unknown: number; other: number; seen_shared: number; pressed: number; minutes: number | null; paid: Money | null };
export type StatementPages = { period: Period; pages: StatementPage[] };
/** What really happened in the demo's story. */
export type DemoTruth = { says: string; ways: { way: string; says: string; side: Side; row: string; visits: number }[] };

type Asked = { from?: string; to?: string };
export const statement = (site: string, span: Asked): Promise<Statement> => get("/sites/{site}/statement", { site, ...span });
export const campaigns = (site: string, span: Asked): Promise<StatementCampaigns> => get("/sites/{site}/statement/campaigns", { site, ...span });
export const pages = (site: string, span: Asked): Promise<StatementPages> => get("/sites/{site}/statement/pages", { site, ...span });
export const amplification = (site: string, span: Asked): Promise<Amplification> => get("/sites/{site}/statement/amplification", { site, ...span });
export const hours = (site: string, span: Asked): Promise<StatementHours> => get("/sites/{site}/statement/hours", { site, ...span });
export const truth = (span: Asked): Promise<DemoTruth> => get("/demo/truth", { ...span });

export type SingleVisit = {
  id: string;
  at: string;
  day: string;
  page: string | null;
  channel: string;
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
export type VisitAsked = Asked & { side?: string; channel?: string; network?: string; page?: string; campaign?: string; code?: string; after?: string };
export const visits = (site: string, about: VisitAsked): Promise<{ items: SingleVisit[]; next: string | null }> => get("/sites/{site}/visits", { site, ...about });
export const visit = (site: string, visit: string): Promise<WholeVisit> => get("/sites/{site}/visits/{visit}", { site, visit });
export const live = (site: string): Promise<LiveVisits> => get("/sites/{site}/visits/live", { site });
