-- An invitation is taken back; whom it was for.
DELETE FROM invitation WHERE workspace = $1 AND id = $2 RETURNING email
