-- Whoever worked in one workspace works in another.
UPDATE session SET workspace = $3 WHERE person = $1 AND workspace = $2
