-- Previews that were fetched so long ago that they tell nothing any more.
DELETE FROM unfurled WHERE site = $1 AND last_at < $2
