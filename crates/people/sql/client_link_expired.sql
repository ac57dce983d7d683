-- Forgets links that have run out, a while after that.
DELETE FROM client_link WHERE expires_at <= $1
