// Bringing a picture or a film: a light one at once, a heavy one piece by piece, so that one sees how much of it has gone. Where
// the network breaks off, it goes on behind what came, by itself; after a reload as well, when the same file is brought again.

import type { Medium } from "../api.ts";
import { takePicture } from "../api-posts.ts";
import { Fault, ROOT, written } from "../client.ts";

/** What goes at once, and nobody waits for. */
const LIGHT = 2_000_000;
/** What is sent in one request: a proxy may gather that much before it hands it on. */
const PIECE = 4_000_000;
/** Milliseconds between two tries, at first and at the most. */
const [SOON, SELDOM] = [1_000, 30_000];
/** A request on which nothing moves for so many milliseconds is as good as broken. */
const QUIET = 60_000;

/** How it goes; `part` has gone, from 0 to 1. */
export type Going = { how: "goes" | "waits" | "goes_on"; part: number };

/** `told` hears how it goes, `stop` calls it off: then nothing of it is kept. */
export async function bring(site: string, file: File, told: (going: Going) => void, stop: AbortSignal): Promise<Medium> {
  if (file.size <= LIGHT) return takePicture(site, file);
  const mark = `tidings upload ${[site, file.name, file.size, file.lastModified].join(" ")}`;
  let place = localStorage.getItem(mark);
  let [part, wait] = [0, SOON];
  for (;;) {
    try {
      place ??= keep(mark, await begin(site, file, stop));
      for (let from = await came(place, stop), first = true; from < file.size; first = false) {
        part = from / file.size;
        if (first && from > 0) told({ how: "goes_on", part });
        const moved = (sent: number) => told({ how: "goes", part: (from + sent) / file.size });
        from = await send(place, file, from, moved, stop);
        wait = SOON;
      }
      const { text } = await ask("POST", place, {}, null, stop);
      localStorage.removeItem(mark);
      return JSON.parse(text) as Medium;
    } catch (error) {
      const fault = error as Fault;
      if (stop.aborted) {
        // Where even that does not arrive, it goes by itself after a day.
        if (place !== null) void ask("DELETE", place, {}, null).catch(() => undefined);
        localStorage.removeItem(mark);
        throw fault;
      }
      if (place !== null && fault.status === 404) {
        // It was too long ago, or is somebody else's by now.
        localStorage.removeItem(mark);
        place = null;
        continue;
      }
      if (!passes(fault)) {
        // What cannot be used is the same when it comes again; what found no room goes on when there is some.
        if (fault.status === 422) localStorage.removeItem(mark);
        throw fault;
      }
      told({ how: "waits", part });
      await pause(wait, stop);
      wait = Math.min(wait * 2, SELDOM);
    }
  }
}

/** Whether it may go well in a moment. */
function passes(fault: Fault): boolean {
  return fault.gone || fault.status === 503 || fault.status === 423 || fault.code === "upload_offset" || fault.code === "upload_cut_off";
}

function keep(mark: string, place: string): string {
  localStorage.setItem(mark, place);
  return place;
}

/** Where it goes. */
async function begin(site: string, file: File, stop: AbortSignal): Promise<string> {
  const { location } = await ask("POST", written("/sites/{site}/uploads", { site }), { "upload-length": String(file.size) }, null, stop);
  return location.slice(location.indexOf(ROOT));
}

/** How many bytes came. */
async function came(place: string, stop: AbortSignal): Promise<number> {
  return (await ask("HEAD", place, {}, null, stop)).offset;
}

/** Sends the piece behind `from`: how many bytes came by then. */
async function send(place: string, file: File, from: number, moved: (sent: number) => void, stop: AbortSignal): Promise<number> {
  const headers = { "content-type": "application/offset+octet-stream", "upload-offset": String(from) };
  return (await ask("PATCH", place, headers, file.slice(from, from + PIECE), stop, moved)).offset;
}

type Said = { text: string; location: string; offset: number };

/** Asks as tus 1.0 has it. No other way than this one says how much has gone. */
function ask(method: string, path: string, headers: Record<string, string>, body: Blob | null, stop?: AbortSignal, moved: (sent: number) => void = () => undefined): Promise<Said> {
  return new Promise((well, badly) => {
    const request = new XMLHttpRequest();
    request.open(method, path);
    const all = { accept: "application/json", "x-tidings": "console", "tus-resumable": "1.0.0", ...headers };
    for (const [name, value] of Object.entries(all)) request.setRequestHeader(name, value);
    const away = () => request.abort();
    let quiet = setTimeout(away, QUIET);
    request.upload.onprogress = ({ loaded }) => {
      clearTimeout(quiet);
      quiet = setTimeout(away, QUIET);
      moved(loaded);
    };
    request.onerror = request.onabort = () => badly(new Fault("server_gone", 0, ""));
    request.onload = () => {
      const { status } = request;
      const header = (name: string) => request.getResponseHeader(name) ?? "";
      if (status >= 200 && status < 300) well({ text: request.responseText, location: header("location"), offset: Number(header("upload-offset")) });
      else if (status === 502 || status === 504) badly(new Fault("server_gone", status, ""));
      else badly(faultOf(status, request.responseText));
    };
    request.onloadend = () => {
      clearTimeout(quiet);
      stop?.removeEventListener("abort", away);
    };
    stop?.addEventListener("abort", away);
    if (stop?.aborted) return away(), badly(new Fault("server_gone", 0, ""));
    request.send(body);
  });
}

function faultOf(status: number, text: string): Fault {
  let said: { code?: string; detail?: string; title?: string } = {};
  try {
    said = JSON.parse(text) as typeof said;
  } catch {
    // What stands in front of the server speaks another language.
  }
  return new Fault(said.code ?? `status_${status}`, status, said.detail ?? said.title ?? "");
}

/** Until then, or until the network is there again, or it is called off. */
function pause(milliseconds: number, stop: AbortSignal): Promise<void> {
  return new Promise((over) => {
    const end = () => {
      clearTimeout(timer);
      removeEventListener("online", end);
      stop.removeEventListener("abort", end);
      over();
    };
    const timer = setTimeout(end, milliseconds);
    addEventListener("online", end);
    stop.addEventListener("abort", end);
  });
}
