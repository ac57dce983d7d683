-- When any worker looked for jobs last.
SELECT MAX(at) FROM worker_seen
