-- The newest notice that somebody saw in a workspace.
SELECT up_to FROM notice_seen WHERE person = $1 AND workspace = $2
