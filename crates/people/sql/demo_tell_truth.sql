-- What really happened in the demo of a workspace is known.
UPDATE demo SET truth = $2 WHERE workspace = $1
