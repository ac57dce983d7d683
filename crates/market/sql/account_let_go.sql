-- Nobody renews the secret of that version any more.
UPDATE account SET renewing_until = NULL WHERE id = $1 AND secret_version = $2
