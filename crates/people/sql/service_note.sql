-- A sign of life; of several, the latest stays.
UPDATE service SET noted_at = $1 WHERE one = 1 AND noted_at < $1
