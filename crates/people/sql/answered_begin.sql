-- A request with a key, unless that key was used.
INSERT INTO answered (person, key, request, asked_at) VALUES ($1, $2, $3, $4) ON CONFLICT (person, key) DO NOTHING
