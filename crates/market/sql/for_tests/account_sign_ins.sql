-- Sign-ins under way.
SELECT state, session, started FROM account_sign_in
