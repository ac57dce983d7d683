-- Notes a minute in which somebody had a screen in use.
INSERT INTO screen_minute (site, person, minute, activity) VALUES ($1, $2, $3, $4) ON CONFLICT (person, minute) DO NOTHING
