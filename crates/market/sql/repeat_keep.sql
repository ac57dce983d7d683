-- How a post repeats.
INSERT INTO repeat (post, every_days, copies, until) VALUES ($1, $2, $3, $4)
ON CONFLICT (post) DO UPDATE SET every_days = excluded.every_days, copies = excluded.copies, until = excluded.until
