-- Where the notices of a workspace are sent, and the sealed secret.
SELECT address, secret FROM webhook WHERE workspace = $1
