-- The demo posts to networks of its own.
-- Where these begin.
ALTER TABLE demo ADD COLUMN networks TEXT;
-- Whoever reads there: how many of the demo's own readers followed the link with this code, and on which day of the shop.
CREATE TABLE demo_reader (
    code TEXT PRIMARY KEY,
    workspace TEXT NOT NULL REFERENCES demo (workspace) ON DELETE CASCADE,
    day BIGINT NOT NULL,
    visits BIGINT NOT NULL
);
