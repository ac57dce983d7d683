-- A link for a client; $2 is the hash of its secret.
INSERT INTO client_link (id, secret, site, name, created_at, expires_at) VALUES ($1, $2, $3, $4, $5, $6)
