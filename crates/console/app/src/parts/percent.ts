/** Whole per cent, rounded down, as the report counts: nothing becomes 100 that is not, nothing 0 that is some. */
export const percent = (part: number, of: number): number => (part === 0 || of === 0 ? 0 : Math.max(1, Math.floor((part * 100) / of)));
