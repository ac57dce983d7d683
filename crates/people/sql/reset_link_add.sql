-- A link that lets one set a new password; $1 is the hash of its secret.
INSERT INTO reset_link (secret, person, expires_at) VALUES ($1, $2, $3)
