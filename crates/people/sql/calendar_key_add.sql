-- A key to the calendar of a site.
INSERT INTO calendar_key (hash, site, made_at) VALUES ($1, $2, $3)
