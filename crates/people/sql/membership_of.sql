-- Whether somebody belongs to a workspace that is not in the bin.
SELECT membership.role FROM membership JOIN workspace ON workspace.id = membership.workspace WHERE membership.workspace = $1 AND membership.person = $2 AND workspace.removed_at IS NULL
