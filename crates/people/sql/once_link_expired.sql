-- Forgets links that have run out.
DELETE FROM once_link WHERE expires_at <= $1
