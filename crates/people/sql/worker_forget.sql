-- Workers that did not look for jobs since $1 are forgotten.
DELETE FROM worker_seen WHERE at < $1
