// The demo's story beside what was measured: which visits of the story belong into a row, and whether the row has them.

import type { DemoTruth, Either, StatementRow } from "../api-worth.ts";
import { number } from "../words/shared.ts";
import { worthWords } from "../words/worth.ts";
import { all } from "./money.ts";

export type Told = {
  visits: number;
  /** Each way in words. */
  ways: string;
  verdict: string;
  right: boolean;
  /** Really of this side, but without a trace by which that could be told. */
  unseen: number;
};

/** What the story says of `row`. `parts` are the rows of its side: a way stands in one of them alone. */
export function toldOf(row: StatementRow, parts: StatementRow[], truth: DemoTruth, either: Either | null = null): Told | null {
  const whole = row.id === row.side;
  const exact = (id: string) => parts.some((part) => part.id === id);
  const mine = truth.ways.filter(({ row: id }) => {
    if (whole) return id === row.id || id.startsWith(`${row.id}-`);
    if (id === row.id) return true;
    // Ads of the story are of no named network; the table has a row for each.
    return !exact(id) && row.id.startsWith(`${id}-`) && parts.filter((part) => part.id.startsWith(`${id}-`)).length === 1;
  });
  if (mine.length === 0) return null;
  const { truth: said } = worthWords;
  const visits = mine.reduce((sum, way) => sum + way.visits, 0);
  const ways = mine.map((way) => said.way(way.visits, way.says)).join(", ");
  const unseen = whole ? truth.ways.filter((way) => way.side === row.side && !mine.includes(way)).reduce((sum, way) => sum + way.visits, 0) : 0;
  const [least, most] = row.private ? [row.private.from, row.private.to] : row.side === "smo" || row.side === "smm" ? [row.visits.sure, row.visits.up_to] : [all(row.visits), all(row.visits)];
  /** Counted under the other side, and perhaps of this one: on a part's side only what was copied can be meant. */
  const elsewhere = !either || (!whole && row.filter.channel !== "passed_on" && row.filter.channel !== "post") ? 0 : row.side === "smo" ? either.brought : row.side === "smm" ? either.passed_on : 0;
  const right = visits >= least && visits <= most + elsewhere;
  const verdict = right && visits > most ? said.either(elsewhere) : !right ? said.off(visits > most ? visits - most : visits - least) : least === most ? said.exact : row.private ? said.withinOf(least, most) : said.within;
  return { visits, ways, verdict, right, unseen };
}

export const story = (told: Told) => `${number(told.visits)} (${told.ways}), ${told.verdict}${told.unseen > 0 ? `; ${worthWords.truth.unseen(told.unseen)}` : ""}`;
