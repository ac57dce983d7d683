-- Forgets links that have run out.
DELETE FROM reset_link WHERE expires_at <= $1
