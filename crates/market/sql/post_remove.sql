-- Away with it, and with its deliveries.
DELETE FROM post WHERE id = $1
