-- How often somebody was refused, and when last; nobody else counts him until the transaction ends.
SELECT times, last_at FROM refused_sign_in WHERE who = $1 /*postgres: FOR UPDATE */
