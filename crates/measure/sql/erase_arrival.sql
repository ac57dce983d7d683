-- Clicks of before then go; what came by each link in all stays.
DELETE FROM arrival WHERE site = (SELECT site FROM measured WHERE number = $1) AND at < $2
