-- The data lies elsewhere than before: it is another house.
UPDATE service SET instance = $1, place = $2 WHERE one = 1
