-- A server took a mail; its text is kept no longer.
UPDATE mail SET sent_at = $2, ended_at = $2, attempts = attempts + 1, error = NULL, body = '', html = NULL WHERE id = $1
