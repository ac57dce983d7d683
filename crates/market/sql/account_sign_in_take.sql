-- A sign-in whose somebody came back. It is taken once.
DELETE FROM account_sign_in WHERE state = $1 RETURNING workspace, session, network, started, until
