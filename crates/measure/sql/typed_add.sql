-- Pages that people type, for a day.
INSERT INTO typed_day (site, day, pages) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING
