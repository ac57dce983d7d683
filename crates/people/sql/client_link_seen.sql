-- A client looked.
UPDATE client_link SET seen_at = $2 WHERE secret = $1
