-- Whether a workspace was made for trying.
SELECT sandbox FROM workspace WHERE id = $1
