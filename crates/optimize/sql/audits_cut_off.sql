-- What is under way for a site is over: nobody is at work on it, and its address has changed.
UPDATE audit SET state = 'stopped', ended_at = $2 WHERE site = $1 AND ended_at IS NULL
