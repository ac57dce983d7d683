-- The demo whose shop a site was is over.
DELETE FROM demo WHERE site = $1
