// The pages to turn to: as they were listed in the contact sheet that one came from.

interface Walk {
  audit: string;
  /** Numbers of the audit's pages. */
  order: number[];
}

let walk: Walk = { audit: "", order: [] };

export function begin(audit: string, order: number[]): void {
  walk = { audit, order };
}

/** What stands before and after a page, and where it stands; all pages in their own order where no sheet was left. */
export function around(audit: string, page: number, count: number): { before: number | null; next: number | null; at: number; all: number } {
  const listed = walk.audit === audit ? walk.order.indexOf(page) : -1;
  if (listed >= 0) return { before: walk.order[listed - 1] ?? null, next: walk.order[listed + 1] ?? null, at: listed + 1, all: walk.order.length };
  return { before: page > 0 ? page - 1 : null, next: page + 1 < count ? page + 1 : null, at: page + 1, all: count };
}
