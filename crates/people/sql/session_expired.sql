-- Forgets sessions that have ended.
DELETE FROM session WHERE expires_at <= $1
