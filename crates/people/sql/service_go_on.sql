-- Work goes on, from this time on.
UPDATE service SET paused_at = NULL, paused_why = NULL, noted_at = $1 WHERE one = 1
