-- Something will be kept for a site: whoever keeps something else for it waits.
UPDATE site SET name = name WHERE id = $1
