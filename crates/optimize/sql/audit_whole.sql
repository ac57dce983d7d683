-- An audit with its sums and what came out of it.
SELECT id, site, state, asked_at, started_at, ended_at, pages, known, sheet, waiting, stop, error,
       right_today, right_mended, pairs, errors, warnings, notes, fresh, gone, next_says, next_minutes, result
FROM audit WHERE id = $1
