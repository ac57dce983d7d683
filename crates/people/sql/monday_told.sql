-- The mail of Monday $2 goes out to a person, if it did not yet.
INSERT INTO monday (person, wants, told) VALUES ($1, NULL, $2)
ON CONFLICT (person) DO UPDATE SET told = excluded.told WHERE monday.told < excluded.told
