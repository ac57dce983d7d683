// Where a page stands in an audit: asked for by its address, in any audit however many pages it has. One answer holds the
// page with its hundred, so that turning to the next one mostly asks for nothing.

import { type Pages, readPages } from "@report/pages.js";
import { Fault, type SheetIndex, type PageInSheet, picture, sheetIndex, standsIn } from "../api.ts";

export interface Stands {
  number: number;
  data: Pages;
  featured: number;
  /** The address of another page of the audit. */
  addressOf(number: number): Promise<string | null>;
}

let last: { audit: string; lasts: boolean; told: PageInSheet; indexes: Map<number, SheetIndex> } | null = null;

const pathOf = ({ site }: PageInSheet, url: string) => (url.startsWith(`${site.origin}/`) ? url.slice(site.origin.length) : url);

/** The page, or null where the audit has none at this address. `lasts`: the audit is over, its pages stay as they are. */
export async function stands(audit: string, of: string, lasts: boolean): Promise<Stands | null> {
  return known(audit, of) ?? (await ask(audit, of, lasts));
}

/** The page where it is in the hundred that was read last. */
export function known(audit: string, of: string): Stands | null {
  if (last?.audit !== audit || !last.lasts) return null;
  const row = last.told.index.u.indexOf(pathOf(last.told, of));
  return row < 0 ? null : drawn(last, last.told.part * last.told.site.chunk + row);
}

async function ask(audit: string, of: string, lasts: boolean): Promise<Stands | null> {
  try {
    const told = await standsIn(audit, of);
    const indexes = last?.audit === audit && last.lasts ? last.indexes : new Map<number, SheetIndex>();
    last = { audit, lasts, told, indexes: indexes.set(told.part, told.index) };
    return drawn(last, told.number);
  } catch (fault) {
    if ((fault as Fault).code === "page_missing") return null;
    throw fault;
  }
}

function drawn({ audit, told, indexes }: NonNullable<typeof last>, number: number): Stands {
  const { site, count } = told;
  const source = {
    index: (n: number) => indexes.get(n),
    pages: (n: number) => (n === told.part ? told.pages : undefined),
    picture: (n: number) => picture(audit, n),
  };
  const data = readPages(site, source, count);
  const addressOf = async (other: number) => {
    if (other < 0 || other >= count) return null;
    if (other === told.number - 1) return told.before;
    if (other === told.number + 1) return told.next;
    const part = Math.floor(other / site.chunk);
    if (!indexes.has(part)) indexes.set(part, await sheetIndex(audit, part));
    return (indexes.get(part)?.u.length ?? 0) > other % site.chunk ? data.row(other).url : null;
  };
  return { number, data, featured: site.featured, addressOf };
}
