// A folder as one archive (ustar), which the browser reads from the disk while it sends it: nothing is copied.

import { Fault, ROOT } from "../client.ts";
import type { Chosen } from "./files.ts";

const BLOCK = 512;
const text = new TextEncoder();
const filled = (size: number) => new Uint8Array((BLOCK - (size % BLOCK)) % BLOCK);

function header(name: Uint8Array, size: number, kind: string): Uint8Array<ArrayBuffer> {
  const block = new Uint8Array(BLOCK);
  const put = (at: number, what: string) => block.set(text.encode(what), at);
  block.set(name.subarray(0, 100), 0);
  put(100, "0000644\0" + "0000000\0".repeat(2) + size.toString(8).padStart(11, "0") + "\0" + "0".repeat(11) + "\0" + " ".repeat(8) + kind);
  put(257, "ustar\x0000");
  put(148, block.reduce((sum, byte) => sum + byte, 0).toString(8).padStart(6, "0") + "\0 ");
  return block;
}

export function archive({ files, archive }: Chosen): Blob {
  if (archive) return archive;
  const parts: BlobPart[] = [];
  for (const { path, file } of files) {
    const name = text.encode(path);
    if (name.length > 100) {
      // A name too long for a header stands before it; the length counts itself.
      const body = name.length + 7;
      let length = body + 3;
      while (String(length).length + body !== length) length += 1;
      const record = text.encode(`${length} path=${path}\n`);
      parts.push(header(text.encode("name"), record.length, "x"), record, filled(record.length));
    }
    parts.push(header(name, file.size, "0"), file, filled(file.size));
  }
  return new Blob([...parts, new Uint8Array(2 * BLOCK)]);
}

/** Sends it; `told` hears how much is there, from 0 to 1. */
export function send<T>(path: string, body: Blob, told: (share: number) => void): { done: Promise<T>; stop: () => void } {
  const request = new XMLHttpRequest();
  const done = new Promise<T>((resolve, reject) => {
    request.open("POST", ROOT + path);
    request.setRequestHeader("x-tidings", "console");
    request.setRequestHeader("accept", "application/json");
    request.setRequestHeader("content-type", "application/x-tar");
    request.upload.onprogress = ({ loaded, total }) => told(total > 0 ? loaded / total : 0);
    request.onload = () => {
      let said: { code?: string; detail?: string; title?: string } = {};
      try {
        said = JSON.parse(request.responseText) as typeof said;
      } catch {
        // What stands in front of the server may say anything.
      }
      if (request.status >= 200 && request.status < 300) resolve(said as T);
      else reject(new Fault(said.code ?? `status_${request.status}`, request.status, said.detail ?? said.title ?? ""));
    };
    // A file that changed or went while it was read ends here too.
    request.onerror = () => reject(new Fault("not_sent", 0, ""));
    request.onabort = () => reject(new Fault("stopped", 0, ""));
    request.send(body);
  });
  return { done, stop: () => request.abort() };
}
