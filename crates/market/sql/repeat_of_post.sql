-- How a post repeats.
SELECT every_days, copies, until FROM repeat WHERE post = $1
