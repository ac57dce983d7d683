-- A person wants Monday's mail, or does not.
INSERT INTO monday (person, wants, told) VALUES ($1, $2, 0)
ON CONFLICT (person) DO UPDATE SET wants = excluded.wants
