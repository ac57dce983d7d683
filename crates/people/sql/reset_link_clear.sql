-- Earlier links of a person lead nowhere.
DELETE FROM reset_link WHERE person = $1
