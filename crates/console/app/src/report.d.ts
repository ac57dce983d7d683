// The report's own modules, which the console draws with (crates/optimize/src/report/html): what they make of the sheet's
// files. The files themselves are in the schema of the API.

declare module "@report/pages.js" {
  type Sheet = import("./api-schema.d.ts").Sheet;
  type SheetIndex = import("./api-schema.d.ts").SheetIndex;
  type SheetPages = import("./api-schema.d.ts").SheetPages;
  export interface Drawn {
    verdict: number;
    layout: string;
    shape: string;
    title: string | null;
    about: string | null;
    picture: string | null;
    alt: string | null;
    host: string | null;
    author: string | null;
    why: string[];
  }
  export interface Picture {
    src?: string | null;
    planned?: boolean;
    about?: string;
    ratio?: number | null;
  }
  export interface Finding {
    rule: number;
    severity: number;
    says: string;
    evidence: string;
    /** The byte that it begins at. */
    at: number | null;
    mend: string;
    /** The tags to copy settle it. */
    settled: boolean;
  }
  export interface Row {
    title: string;
    path: string;
    url: string;
    short: string;
    rules: number[];
    severity: number | null;
    verdict(network: number, when: "today" | "mended"): number;
  }
  export interface Whole {
    /** HTTP status; 0 for a file. */
    status: number;
    today: Drawn[];
    mended: Drawn[];
    /** By network: whether the mend changes nothing. */
    same: boolean[];
    findings: Finding[];
    notChecked: string[];
    /** The tags to copy. */
    head: string | null;
    /** Name, value, where from. */
    facts: [string, string, string][];
    picture(address: string): Picture | null;
  }
  export interface Pages {
    networks: Sheet["networks"];
    verdicts: Sheet["verdicts"];
    rules: Sheet["rules"];
    severities: Sheet["severities"];
    count: number;
    row(i: number): Row;
    page(i: number): Whole | null;
  }
  export function readPages(
    site: Sheet,
    source: { index(n: number): SheetIndex | undefined; pages(n: number): SheetPages | undefined; picture(n: number): string },
    count?: number,
  ): Pages;
}

declare module "@report/preview.js" {
  import type { Drawn, Picture } from "@report/pages.js";
  export function drawPreview(preview: Drawn, address: string, picture: (address: string) => Picture | null): HTMLElement;
}

declare module "@report/page-view.js" {
  import type { Drawn } from "@report/pages.js";
  export function reasons(preview: Drawn): HTMLElement | null;
}

declare module "@report/sheet.js" {
  import type { Pages } from "@report/pages.js";
  export interface Wanted {
    text?: string;
    network?: string;
    verdict?: string;
    rule?: string;
    rules?: number[];
    severity?: string;
  }
  export class ContactSheet extends HTMLElement {
    when: "today" | "mended";
    readonly listed: number[];
    readonly wanted: Wanted;
    refresh(data: Pages, growing?: boolean): void;
    filter(wanted: Wanted): void;
    goTo(page: number, network: number | null): void;
    preparePrint(rows?: number): void;
    clearPrint(): void;
  }
}
