-- What deliveries of a workspace took in a month, the newest first.
SELECT reservation.delivery, reservation.site, site.name AS site_name, reservation.post, reservation.network, reservation.month,
    reservation.micros, reservation.currency, reservation.state, reservation.reserved_at, reservation.settled_at, reservation.entry
FROM reservation LEFT JOIN site ON site.id = reservation.site
WHERE reservation.workspace = $1 AND reservation.month = $2 AND reservation.state <> 'released'
ORDER BY reservation.reserved_at DESC, reservation.delivery LIMIT $3
