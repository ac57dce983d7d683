// The report's own modules, which the console draws with: crates/optimize/src/report/html.

declare module "@report/pages.js" {
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
    today: Drawn[];
    mended: Drawn[];
    picture(address: string): Picture | null;
  }
  export interface Pages {
    networks: { id: string; name: string }[];
    verdicts: { id: string; name: string; mark: string }[];
    rules: { id: string; says: string }[];
    severities: string[];
    count: number;
    row(i: number): Row;
    page(i: number): Whole | null;
  }
  export function readPages(
    site: unknown,
    source: { index(n: number): unknown; pages(n: number): unknown; picture(n: number): string },
    count?: number,
  ): Pages;
}

declare module "@report/preview.js" {
  import type { Drawn, Picture } from "@report/pages.js";
  export function drawPreview(preview: Drawn, address: string, picture: (address: string) => Picture | null): HTMLElement;
}

declare module "@report/page-view.js" {
  import type { Drawn, Pages } from "@report/pages.js";
  export function reasons(preview: Drawn): HTMLElement | null;
  export class PageView {
    constructor(dialog: HTMLDialogElement, data: Pages, copy: (text: string) => void);
    open(page: number, network: number | null, order: number[]): void;
    refresh(data: Pages): void;
  }
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
    refresh(data: Pages, growing?: boolean): void;
    filter(wanted: Wanted): void;
    preparePrint(): void;
    clearPrint(): void;
  }
}
