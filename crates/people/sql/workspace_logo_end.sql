-- A workspace has no logo any more.
DELETE FROM workspace_logo WHERE workspace = $1
