-- Forgets tokens that have run out, a while after that.
DELETE FROM api_token WHERE expires_at <= $1
