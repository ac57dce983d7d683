-- Whose password a link lets one set.
SELECT person.name, person.email FROM reset_link JOIN person ON person.id = reset_link.person WHERE reset_link.secret = $1 AND reset_link.expires_at > $2
