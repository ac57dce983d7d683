-- For tests: the mails that wait, the oldest first.
SELECT recipient, body FROM mail WHERE sent_at IS NULL ORDER BY id
