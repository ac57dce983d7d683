-- Every lease ends: for whoever knows that nobody else is at work.
UPDATE job SET lease_until = NULL WHERE lease_until IS NOT NULL AND ended_at IS NULL
