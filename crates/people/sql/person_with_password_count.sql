-- Persons who can sign in with a password.
SELECT COUNT(*) FROM person WHERE password IS NOT NULL
