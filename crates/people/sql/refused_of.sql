-- How often somebody was refused, and when last.
SELECT times, last_at FROM refused_sign_in WHERE who = $1
