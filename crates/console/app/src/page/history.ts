// How a page stood in an earlier audit, looked up in that audit's sheet by the page's address.

import { sheet, sheetIndex } from "../api.ts";

/** Hundreds of an earlier audit that are looked through at most. */
const HUNDREDS = 20;
export const MOST = HUNDREDS * 100;

export interface Stood {
  /** By network: its name and how the page came out there. */
  networks: { id: string; name: string; verdict: string; said: string }[];
  right: number;
  findings: number;
}

export type Found = Stood | "missing" | "far";

const RIGHT = new Set(["right", "cut"]);

export async function lookUp(audit: string, url: string): Promise<Found> {
  const about = await sheet(audit);
  const path = url.startsWith(`${about.origin}/`) ? url.slice(about.origin.length) : url;
  const hundreds = Math.ceil(about.count / about.chunk);
  for (let n = 0; n < Math.min(hundreds, HUNDREDS); n += 1) {
    const part = await sheetIndex(audit, n);
    const at = part.u.indexOf(path);
    if (at < 0) continue;
    const networks = about.networks.map(({ id, name }, network) => {
      const verdict = about.verdicts[part.a.charCodeAt(at * about.networks.length + network) - 48];
      return { id, name, verdict: verdict?.id ?? "nothing", said: verdict?.name ?? "" };
    });
    return { networks, right: networks.filter(({ verdict }) => RIGHT.has(verdict)).length, findings: part.r[at]?.length ?? 0 };
  }
  return hundreds > HUNDREDS ? "far" : "missing";
}
