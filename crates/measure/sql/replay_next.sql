-- A day that is to be judged again.
SELECT replay_day.site, measured.site, replay_day.day, replay_day.asked
FROM replay_day JOIN measured ON measured.number = replay_day.site
ORDER BY replay_day.day DESC, replay_day.site LIMIT 1
