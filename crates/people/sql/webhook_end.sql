-- The notices of a workspace are sent nowhere any more.
DELETE FROM webhook WHERE workspace = $1
