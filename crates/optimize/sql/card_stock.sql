-- How many pages of a site have a card, and when cards were last made and last replaced.
SELECT CAST(SUM(CASE WHEN replaced_at IS NULL THEN 1 ELSE 0 END) AS BIGINT), MAX(made_at), MAX(replaced_at)
FROM card WHERE site = $1
