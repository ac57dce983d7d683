-- A segment is read for the first time.
INSERT INTO arrival_segment (name, read_to) VALUES ($1, $2) ON CONFLICT (name) DO NOTHING
