-- What the demo's shop took over from the console, beside its mended pages.
-- It shows the cards that were made since then.
ALTER TABLE demo ADD COLUMN cards_at BIGINT;
-- It has its share bar since then.
ALTER TABLE demo ADD COLUMN bar_at BIGINT;
