// Bringing a picture or a film: as everything is asked, and a heavy file so that one sees how much of it has gone.

import type { Medium } from "../api.ts";
import { takePicture } from "../api-posts.ts";
import { Fault, written } from "../client.ts";

/** What goes at once, and nobody waits for. */
const LIGHT = 2_000_000;

/** `told` hears which part has gone, from 0 to 1. */
export function bring(site: string, file: File, told: (part: number) => void): Promise<Medium> {
  if (file.size <= LIGHT) return takePicture(site, file);
  // No other way says how much has gone.
  return new Promise((well, badly) => {
    const request = new XMLHttpRequest();
    request.open("POST", written("/sites/{site}/media", { site }));
    request.setRequestHeader("accept", "application/json");
    request.setRequestHeader("content-type", file.type || "application/octet-stream");
    request.setRequestHeader("x-tidings", "console");
    request.upload.onprogress = ({ loaded, total }) => told(total > 0 ? loaded / total : 0);
    request.onerror = () => badly(new Fault("server_gone", 0, ""));
    request.onload = () => {
      const said = read(request.responseText);
      if (request.status === 201) well(said as unknown as Medium);
      else badly(new Fault(String(said.code ?? `status_${request.status}`), request.status, String(said.detail ?? said.title ?? "")));
    };
    request.send(file);
  });
}

function read(text: string): Record<string, unknown> {
  try {
    return JSON.parse(text) as Record<string, unknown>;
  } catch {
    return {};
  }
}
