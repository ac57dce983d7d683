// What the console asks about sharing: cards, the share bar, and links.

import type { Bar, NewLink, Style } from "./api.ts";
import { address, get, made, post, put, remove } from "./client.ts";

export type * from "./api-schema.d.ts";

export const cards = (site: string) => get("/sites/{site}/cards", { site });
export const keepStyle = (site: string, style: Style) => put("/sites/{site}/cards", { site, body: style });
export const makeCards = (site: string) => post("/sites/{site}/cards", { site });
export const putCardLogo = (site: string, file: Blob) => put("/sites/{site}/cards/logo", { site, body: file });
export const removeCardLogo = (site: string) => remove("/sites/{site}/cards/logo", { site });
export const cardLook = (site: string, style: Style, page: string | null) =>
  address("/sites/{site}/cards/look", { site, style: JSON.stringify(style), ...(page ? { page } : {}) });
export const pageCards = (site: string, after: string | null) => get("/sites/{site}/cards/pages", { site, ...(after ? { after } : {}) });

export const shareBar = (site: string) => get("/sites/{site}/share-bar", { site });
export const keepShareBar = (site: string, bar: Bar) => put("/sites/{site}/share-bar", { site, body: bar });
export const shareHtml = (site: string, bar: Bar, page: { address: string; title: string; picture: string }) =>
  post("/sites/{site}/share-bar/html", { site, body: { bar, ...page } });
export const sharePreview = (site: string, bar: Bar, dark: boolean) =>
  address("/sites/{site}/share-bar/preview", { site, bar: JSON.stringify(bar), dark: String(dark) });

/** The WordPress plug-in of a site, with a key of its own. */
export const plugin = (site: string) => made("/sites/{site}/plugin", { site });
export const endPlugins = (site: string) => remove("/sites/{site}/plugin", { site });

/** A page of the links, those that `q` names. */
export const links = (site: string, q: string, after: string | null) => get("/sites/{site}/links", { site, ...(q ? { q } : {}), ...(after ? { after } : {}) });
export const mintLink = (site: string, link: NewLink) => post("/sites/{site}/links", { site, body: link });
export const mintAll = (site: string, sheet: Blob) => post("/sites/{site}/links.csv", { site, body: sheet });
export const withdrawLink = (site: string, code: string) => post("/sites/{site}/links/{code}/withdraw", { site, code });
export const restoreLink = (site: string, code: string) => post("/sites/{site}/links/{code}/restore", { site, code });
export const linksCsv = (site: string) => address("/sites/{site}/links.csv", { site });
export const qr = (site: string, code: string, kind: "svg" | "png" = "svg") =>
  kind === "svg" ? address("/sites/{site}/links/{code}/qr.svg", { site, code }) : address("/sites/{site}/links/{code}/qr.png", { site, code });
