// The contact sheet's data, read from the server: titles and verdicts of all pages at once, the pages themselves by the
// hundred when they are looked at. The sheet may grow while it is read; what is drawn stays until the newer has come.

import { readPages, type Pages } from "@report/pages.js";
import { type Sheet, type SheetIndex, type SheetPages, picture, sheet, sheetIndex, sheetPages } from "./api.ts";

const AT_ONCE = 4;
const KEPT = 40;

let last: SheetReader | null = null;

export class SheetReader {
  #audit: string;
  #changed: () => void;
  #site: Sheet | null = null;
  #index: SheetIndex[] = [];
  #pages = new Map<number, { chunk: SheetPages; version: number; round: number }>();
  #asked = new Set<number>();
  #reading: Promise<void> | null = null;
  #again = false;
  #ended = false;
  /** What to draw; null before the first page has come. */
  data: Pages | null = null;
  start = 0;
  featured = 0;

  constructor(audit: string) {
    this.#audit = audit;
    this.#changed = () => undefined;
  }

  /** The one that read this audit's sheet last, or a new one: who goes from a sheet to a page and back reads nothing twice. */
  static of(audit: string): SheetReader {
    if (last && last.#audit === audit) return last;
    last?.end();
    last = new SheetReader(audit);
    return last;
  }

  /** `changed` is called whenever `data` has more or newer pages. Ends with the answer. */
  listen(changed: () => void): () => void {
    this.#changed = changed;
    return () => {
      if (this.#changed === changed) this.#changed = () => undefined;
    };
  }

  /** Reads what is new. Calls while it reads are one more reading after it. */
  read(): Promise<void> {
    if (this.#reading) {
      this.#again = true;
      return this.#reading;
    }
    this.#reading = this.#readOn().finally(() => {
      this.#reading = null;
    });
    return this.#reading;
  }

  end(): void {
    this.#ended = true;
  }

  async #readOn(): Promise<void> {
    do {
      this.#again = false;
      const site = await sheet(this.#audit);
      const known = this.#site;
      if (this.#ended || (known && known.version === site.version && known.count === site.count)) continue;
      // While pages come in, full hundreds stay as they are; in another round all may differ.
      const stays = known && site.round === known.round ? Math.floor(known.count / site.chunk) : 0;
      const index = this.#index.slice(0, stays);
      const last = Math.ceil(site.count / site.chunk);
      for (let from = stays; from < last && !this.#ended; from += AT_ONCE) {
        const numbers = Array.from({ length: Math.min(AT_ONCE, last - from) }, (_, at) => from + at);
        index.push(...(await Promise.all(numbers.map((n) => sheetIndex(this.#audit, n)))));
        if (!known) this.#show(site, index);
      }
      for (const [n, kept] of this.#pages) if (n < stays) kept.version = site.version;
      this.#show(site, index);
    } while (this.#again && !this.#ended);
  }

  #show(site: Sheet, index: SheetIndex[]): void {
    if (this.#ended || index.length === 0) return;
    this.#site = site;
    this.#index = index;
    const counted = index.reduce((sum, part) => sum + part.u.length, 0);
    const source = {
      index: (n: number) => index[n],
      pages: (n: number) => this.#chunk(n),
      picture: (n: number) => picture(this.#audit, n),
    };
    this.data = readPages(site, source, Math.min(site.count, counted));
    this.start = Math.min(site.start, this.data.count - 1);
    this.featured = site.featured;
    this.#changed();
  }

  /** The n-th hundred, if it is there; otherwise, or where a newer one is, it is asked for. */
  #chunk(n: number): SheetPages | undefined {
    const kept = this.#pages.get(n);
    const version = this.#site?.version ?? 0;
    const round = this.#site?.round ?? 0;
    if ((kept?.version !== version || kept.round !== round) && !this.#asked.has(n)) void this.#ask(n, version, round);
    // The numbers of another round may mean other rules.
    return kept?.round === round ? kept.chunk : undefined;
  }

  async #ask(n: number, version: number, round: number): Promise<void> {
    this.#asked.add(n);
    try {
      const chunk = await sheetPages(this.#audit, n);
      this.#pages.delete(n);
      this.#pages.set(n, { chunk, version, round });
      const oldest = this.#pages.keys().next().value;
      if (this.#pages.size > KEPT && oldest !== undefined) this.#pages.delete(oldest);
    } catch {
      // Said by whoever listens to the API; asked for again after a while.
      await new Promise((later) => setTimeout(later, 3000));
    }
    this.#asked.delete(n);
    if (!this.#ended) this.#changed();
  }
}
