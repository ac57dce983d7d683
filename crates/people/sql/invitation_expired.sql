-- Forgets invitations that have run out.
DELETE FROM invitation WHERE expires_at <= $1
