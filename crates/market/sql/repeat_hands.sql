-- Whoever posted by hand what no program posts does so with the next copy.
UPDATE post SET hands = (SELECT first.hands FROM post AS first WHERE first.id = $1) WHERE id = $2
