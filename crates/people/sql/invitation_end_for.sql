-- Earlier invitations of an e-mail into a workspace count no more.
DELETE FROM invitation WHERE workspace = $1 AND email = $2
