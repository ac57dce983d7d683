-- How many deliveries of a post went out, or may have.
SELECT COUNT(*) FROM delivery WHERE post = $1 AND state NOT IN ('draft', 'planned', 'skipped', 'waiting')
