-- Nobody is waited for any more: a clock that was ahead may have put that far away, and a network that means it says so again.
UPDATE account SET rests_until = NULL WHERE rests_until IS NOT NULL
