-- Somebody was refused once more.
INSERT INTO refused_sign_in (who, times, last_at) VALUES ($1, 1, $2)
ON CONFLICT (who) DO UPDATE SET times = refused_sign_in.times + 1, last_at = $2
