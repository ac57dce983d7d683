-- Jobs that ended before $1 go.
DELETE FROM job WHERE ended_at < $1
