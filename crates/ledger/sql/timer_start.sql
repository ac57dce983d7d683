-- Starts a person's timer, if none runs.
INSERT INTO timer (person, site, activity, network, note, begun_at) VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (person) DO NOTHING
