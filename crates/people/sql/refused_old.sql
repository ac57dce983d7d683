-- Forgets who has not tried since.
DELETE FROM refused_sign_in WHERE last_at <= $1
