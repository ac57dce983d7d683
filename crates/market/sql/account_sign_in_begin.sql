-- A sign-in that somebody began.
INSERT INTO account_sign_in (state, workspace, session, network, started, until) VALUES ($1, $2, $3, $4, $5, $6)
