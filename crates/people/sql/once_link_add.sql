-- A link that lets in once; $1 is the hash of its secret.
INSERT INTO once_link (secret, person, workspace, expires_at) VALUES ($1, $2, $3, $4)
