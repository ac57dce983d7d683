-- No audit is to follow any more.
UPDATE watch SET follow = NULL WHERE site = $1
