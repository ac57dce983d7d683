-- So many of the demo's readers followed the link with this code, and one more is about to.
INSERT INTO demo_reader (code, workspace, day, visits) VALUES ($1, $2, $3, $4)
ON CONFLICT (code) DO UPDATE SET visits = excluded.visits
