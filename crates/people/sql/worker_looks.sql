-- A worker looks for jobs.
INSERT INTO worker_seen (worker, at) VALUES ($1, $2) ON CONFLICT (worker) DO UPDATE SET at = excluded.at
