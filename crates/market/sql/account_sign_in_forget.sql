-- Sign-ins that were over by then.
DELETE FROM account_sign_in WHERE until <= $1
