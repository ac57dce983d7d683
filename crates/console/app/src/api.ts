// The API, typed. Each function is one address of it; whatever goes wrong comes as a `Fault` with a sentence to show.

export type Role = "owner" | "editor" | "viewer" | "client";
export interface Workspace {
  id: string;
  name: string;
  role: Role;
}
/** Something that is wrong with the server itself. */
export interface ServerFault {
  code: string;
  says: string;
  remedy: string;
}
export interface Me {
  person: { id: string; name: string; email: string | null; has_password: boolean };
  workspace: Workspace;
  workspaces: Workspace[];
  /** The one site of a client. */
  site: string | null;
  server: {
    version: string;
    public_address: string | null;
    public_address_stands: boolean;
    demo: boolean;
    mail: boolean;
    paused: { since: string | null; why: string } | null;
    /** Whether who asks set this installation up. */
    operator: boolean;
    faults: ServerFault[];
  };
}
export interface Network {
  id: string;
  name: string;
  colour: string;
  icon: string;
  kept: { how_long: string; refresh: string | null; how: string; read: string; grade: string };
}
/** Pairs of page and network that look right: whole per cent today and after the mend, of all the pairs. */
export interface Score {
  today: number;
  mended: number;
  of: number;
}
export interface Findings {
  errors: number;
  warnings: number;
  notes: number;
}
export type State = "waiting" | "reading" | "judging" | "done" | "stopped" | "failed";
export interface AuditHead {
  id: string;
  state: State;
  started: string | null;
  ended: string | null;
  pages: number;
  known: number;
}
export interface Site {
  id: string;
  name: string;
  address: string;
  score: Score | null;
  change: number | null;
  findings: Findings | null;
  fresh: number | null;
  gone: number | null;
  next: { says: string; minutes: number } | null;
  audit: AuditHead | null;
}
export type AuditLine = AuditHead & { score: Score | null; findings: Findings | null };
export type Severity = "error" | "warning" | "note";
export interface Thing {
  says: string;
  severity: Severity;
  technical: string;
  evidence: string;
  cause: string;
  pages: number;
  networks: string[];
  networks_said: string;
  rules: string[];
  how: string[];
  /** What is good to know beside, and no step. */
  notes?: string[];
  minutes: number;
  minutes_said: string;
  examples: string[];
  mend_said: string;
  letter: string;
}
export interface NetworkResult {
  network: string;
  right: number;
  cut: number;
  no_picture: number;
  wrong_title: number;
  nothing: number;
}
export interface Result {
  headline: string;
  subject: string;
  took_seconds: number;
  maker: string | null;
  score: Score & { today_pairs: number; mended_pairs: number };
  summary: Findings & { pages: number };
  networks: NetworkResult[];
  settles: string;
  things: Thing[];
  not_checked: { what: string; why: string }[];
  unread: { url: string; why: string }[];
}
export type Audit = AuditHead & { site: string; target: string; error: string | null; result: Result | null };
export interface Progress {
  state: State;
  pages: number;
  known: number;
  sheet: number;
  waiting: string | null;
}
export interface SheetSite {
  origin: string;
  count: number;
  chunk: number;
  start: number;
  featured: number;
  version: number;
  /** Rises where full hundreds changed too. */
  round: number;
  networks: { id: string; name: string }[];
  verdicts: { id: string; name: string; mark: string }[];
}
/** A hundred pages in short; what the letters mean is said in report/sheet/chunk.rs. */
export interface SheetIndex {
  u: string[];
  a: string;
  b: string;
  r: number[][];
}
/** Where a page stands in a sheet, with its hundred. */
export interface StandsIn {
  number: number;
  count: number;
  part: number;
  row: number;
  before: string | null;
  next: string | null;
  site: SheetSite;
  index: SheetIndex;
  pages: { p: unknown[] };
}
/** How a page stood in one audit. */
export type PageInAudit = AuditLine & {
  was: "there" | "missing" | "cleared_away";
  page: { title: string; right: number; mended: number; networks: { id: string; name: string; verdict: string; said: string }[]; rules: { rule: string; says: string }[] } | null;
  fresh: { rule: string; says: string }[];
  gone: { rule: string; says: string }[];
};
export interface Changed {
  rule: string;
  says: string;
  pages: number;
}
interface List<T> {
  items: T[];
  next: string | null;
}

/** As a sentence stands alone: with a capital before and a stop behind. */
export const sentence = (said: string) => said.charAt(0).toUpperCase() + said.slice(1) + (/\p{L}$|\p{N}$/u.test(said) ? "." : "");

/** What went wrong: a stable code, the server's sentence, and when to ask again. */
export class Fault extends Error {
  constructor(
    readonly code: string,
    readonly status: number,
    said: string,
    readonly after: number | null = null,
  ) {
    super(sentence(said));
  }

  /** Nobody answered, or only something that stands in front of the server. */
  get gone(): boolean {
    return this.code === "server_gone";
  }
}

type Listener = (fault: Fault | null) => void;
let listener: Listener = () => undefined;

/** `told` hears the outcome of every request: null for an answer. */
export function listen(told: Listener): void {
  listener = told;
}

export const ROOT = "/api/v1";

export async function ask<T>(method: string, path: string, body?: unknown): Promise<T> {
  const headers: Record<string, string> = { accept: "application/json" };
  if (method !== "GET") headers["x-tidings"] = "console";
  const raw = body instanceof Blob;
  if (body !== undefined) headers["content-type"] = raw ? body.type : "application/json";
  let fault: Fault;
  try {
    const answer = await fetch(ROOT + path, {
      method,
      headers,
      credentials: "same-origin",
      body: body === undefined || raw ? (body as Blob | undefined) : JSON.stringify(body),
    });
    if (answer.ok) {
      const text = await answer.text();
      listener(null);
      return (text === "" ? undefined : JSON.parse(text)) as T;
    }
    fault = await faultOf(answer);
  } catch (error) {
    fault = new Fault("server_gone", 0, String(error));
  }
  listener(fault);
  throw fault;
}

async function faultOf(answer: Response): Promise<Fault> {
  if (answer.status === 502 || answer.status === 504) return new Fault("server_gone", answer.status, answer.statusText);
  const wait = Number(answer.headers.get("retry-after"));
  const after = Number.isFinite(wait) && wait > 0 ? wait : null;
  if (!answer.headers.get("content-type")?.includes("json")) {
    return new Fault(`status_${answer.status}`, answer.status, "", after);
  }
  const told = (await answer.json().catch(() => ({}))) as { code?: string; detail?: string; title?: string };
  return new Fault(told.code ?? `status_${answer.status}`, answer.status, told.detail ?? told.title ?? "", after);
}

/** All items of a list, page after page. */
export async function all<T>(path: string): Promise<T[]> {
  const items: T[] = [];
  let next: string | null = null;
  do {
    const cursor: string = next === null ? "" : `?after=${encodeURIComponent(next)}`;
    const list: List<T> = await ask<List<T>>("GET", path + cursor);
    items.push(...list.items);
    next = list.next ?? null;
  } while (next !== null);
  return items;
}

export const id = encodeURIComponent;

/** Who asks. A server before this console's version tells less. */
export const me = () =>
  ask<Me>("GET", "/me").then(
    (told): Me => ({
      ...told,
      workspaces: told.workspaces ?? [told.workspace],
      site: told.site ?? null,
      server: { ...told.server, paused: told.server.paused ?? null, faults: told.server.faults ?? [], mail: told.server.mail ?? false, operator: told.server.operator ?? told.workspace.role === "owner", public_address_stands: told.server.public_address_stands ?? false },
    }),
  );
export const setPassword = (wanted: { email: string; password: string; current?: string }) => ask<void>("PUT", "/me/password", wanted);
export const resume = () => ask<void>("POST", "/server/resume");
export const signOut = () => ask<void>("POST", "/sign-out");
export const networks = () => all<Network>("/networks");
export const sites = () => all<Site>("/sites");
export const addSite = (address: string) => ask<Site>("POST", "/sites", { address });
export const site = (site: string) => ask<Site>("GET", `/sites/${id(site)}`);
export const removeSite = (site: string) => ask<void>("DELETE", `/sites/${id(site)}`);
export const restoreSite = (site: string) => ask<void>("POST", `/sites/${id(site)}/restore`);
export const audits = (site: string) => all<AuditLine>(`/sites/${id(site)}/audits`);
export const readAgain = (site: string) => ask<AuditHead>("POST", `/sites/${id(site)}/audits`);
export const difference = (site: string, from: string, to: string) =>
  ask<{ fresh: Changed[]; gone: Changed[] }>("GET", `/sites/${id(site)}/difference?from=${id(from)}&to=${id(to)}`);
export const audit = (audit: string) => ask<Audit>("GET", `/audits/${id(audit)}`);
export const stopAudit = (audit: string) => ask<void>("POST", `/audits/${id(audit)}/stop`);
export const sheet = (audit: string) => ask<SheetSite>("GET", `/audits/${id(audit)}/sheet`);
export const sheetIndex = (audit: string, n: number) => ask<SheetIndex>("GET", `/audits/${id(audit)}/sheet/index/${n}`);
export const sheetPages = (audit: string, n: number) => ask<{ p: unknown[] }>("GET", `/audits/${id(audit)}/sheet/pages/${n}`);
export const standsIn = (audit: string, of: string) => ask<StandsIn>("GET", `/audits/${id(audit)}/sheet/page?of=${id(of)}`);
/** The newest dozen. */
export const pageOver = (site: string, of: string) => ask<List<PageInAudit>>("GET", `/sites/${id(site)}/page?of=${id(of)}`);
export const picture = (audit: string, n: number) => `${ROOT}/audits/${id(audit)}/pictures/${n}`;
export const events = (audit: string) => `${ROOT}/audits/${id(audit)}/events`;
