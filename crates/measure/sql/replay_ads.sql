-- Days of which something became known of ads from $1 on and until before $2.
INSERT INTO replay_day (site, day, why, asked)
SELECT DISTINCT measured.number, entry.day, 'ad', 1
FROM entry JOIN measured ON measured.site = entry.site
WHERE entry.kind = 'ad_spend' AND entry.network IS NOT NULL
    AND ((entry.made_at >= $1 AND entry.made_at < $2) OR (entry.undone_at >= $1 AND entry.undone_at < $2))
ON CONFLICT (site, day) DO UPDATE SET asked = replay_day.asked + 1
