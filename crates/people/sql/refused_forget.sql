-- He came in after all.
DELETE FROM refused_sign_in WHERE who = $1
