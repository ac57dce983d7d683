-- A word, where it is not there.
INSERT INTO word (text) VALUES ($1) ON CONFLICT DO NOTHING
