// The one way to the API. Paths, names, bodies and answers have the types of api-schema.d.ts, which is made from
// docs/openapi.json; whatever goes wrong comes as a `Fault` with a sentence to show.

import type { paths } from "./api-schema.d.ts";

export const ROOT = "/api/v1";

type Method = "get" | "put" | "post" | "delete";
type Full<P> = P extends string ? `${typeof ROOT}${P}` & keyof paths : never;
/** The paths that know the method, without the root. */
type With<M extends Method> = { [P in keyof paths]: paths[P][M] extends object ? (P extends `${typeof ROOT}${infer Short}` ? Short : never) : never }[keyof paths];
type Operation<M extends Method, P> = paths[Full<P>][M];
type Names<O> = O extends { parameters: { path: infer N } } ? N : unknown;
type Query<O> = O extends { parameters: { query?: infer Q } } ? ([Q] extends [undefined] ? unknown : NonNullable<Q>) : unknown;
type Body<O> = O extends { requestBody: { content: infer C } } ? { body: C extends { "application/json": infer T } ? T : Blob } : unknown;
/** What a request says: what its path names, what stands behind the question mark, its body. */
type About<O> = Names<O> & Query<O> & Body<O>;
type Said<O> = unknown extends About<O> ? [] : [about: About<O>];
type Well<R> = R[Exclude<keyof R, "default">];
/** What is answered where all went well. */
export type Answer<O> = O extends { responses: infer R } ? (Well<R> extends { content: { "application/json": infer T } } ? T : undefined) : never;
/** The paths of lists. */
type Listed = { [P in With<"get">]: Answer<Operation<"get", P>> extends { items: unknown[]; next: string | null } ? P : never }[With<"get">];
type Item<P> = Answer<Operation<"get", P>> extends { items: (infer T)[] } ? T : never;

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

type Anything = Record<string, unknown>;

/** The path with its names filled in; what it does not name goes behind the question mark. */
export function written(path: string, { body: _, ...about }: Anything): string {
  const named = path.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = encodeURIComponent(String(about[name]));
    delete about[name];
    return value;
  });
  const asked = Object.entries(about).filter(([, value]) => value !== undefined);
  return ROOT + named + (asked.length > 0 ? `?${new URLSearchParams(asked as [string, string][])}` : "");
}

async function ask(method: Method, path: string, about: Anything = {}): Promise<unknown> {
  const { body } = about;
  const headers: Record<string, string> = { accept: "application/json" };
  if (method !== "get") headers["x-tidings"] = "console";
  const raw = body instanceof Blob;
  if (body !== undefined) headers["content-type"] = raw ? body.type : "application/json";
  let fault: Fault;
  try {
    const answer = await fetch(written(path, about), {
      method: method.toUpperCase(),
      headers,
      credentials: "same-origin",
      body: body === undefined || raw ? body : JSON.stringify(body),
    });
    if (answer.ok) {
      const text = await answer.text();
      listener(null);
      return text === "" ? undefined : JSON.parse(text);
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

type Asks<M extends Method> = <P extends With<M>>(path: P, ...said: Said<Operation<M, P>>) => Promise<Answer<Operation<M, P>>>;
/** From here on the types of a path hold: whatever the server says has the shape that the document gives it. */
const asks = (method: Method) => (path: string, ...[about]: any[]) => ask(method, path, about) as Promise<any>;

export const get: Asks<"get"> = asks("get");
export const put: Asks<"put"> = asks("put");
export const post: Asks<"post"> = asks("post");
export const remove: Asks<"delete"> = asks("delete");

/** The address of what a browser reads by itself: a picture, a file, a stream. */
export const address = <P extends With<"get">>(path: P, ...said: Said<Operation<"get", P>>) => written(path, { ...(said[0] as Anything) });

/** A file that the API gives, with a fault where it refuses: a browser that follows the link would show nothing of it. */
export const file = (address: string): Promise<Blob> => blob(address);

/** A file that is made by asking for it. */
export const made = <P extends With<"post">>(path: P, ...said: Said<Operation<"post", P>>): Promise<Blob> =>
  blob(written(path, { ...(said[0] as Anything) }), { method: "POST", headers: { "x-tidings": "console" } });

async function blob(address: string, how?: RequestInit): Promise<Blob> {
  const answer = await fetch(address, how).catch((error: unknown) => Promise.reject(new Fault("server_gone", 0, String(error))));
  if (!answer.ok) throw await faultOf(answer);
  return answer.blob();
}

/** All items of a list, page after page. */
export async function all<P extends Listed>(path: P, ...said: Said<Operation<"get", P>>): Promise<Item<P>[]> {
  const items: Item<P>[] = [];
  let after: string | undefined;
  do {
    const list = (await ask("get", path, { ...(said[0] as Anything), after })) as { items: Item<P>[]; next: string | null };
    items.push(...list.items);
    after = list.next ?? undefined;
  } while (after !== undefined);
  return items;
}
