-- Mails that were sent, and that were given up.
SELECT COUNT(*) FILTER (WHERE sent_at IS NOT NULL) AS sent,
       COUNT(*) FILTER (WHERE ended_at IS NOT NULL AND sent_at IS NULL) AS refused
FROM mail
