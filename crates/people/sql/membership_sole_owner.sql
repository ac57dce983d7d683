-- The workspaces that are not in the bin and that a person alone owns: id, name, how many others belong to it, how many
-- sites it has.
SELECT workspace.id, workspace.name,
       (SELECT COUNT(*) FROM membership other WHERE other.workspace = workspace.id AND other.person <> $1) AS others,
       (SELECT COUNT(*) FROM site WHERE site.workspace = workspace.id AND site.removed_at IS NULL) AS sites
FROM workspace JOIN membership ON membership.workspace = workspace.id
WHERE membership.person = $1 AND membership.role = 'owner' AND workspace.removed_at IS NULL
  AND NOT EXISTS (SELECT 1 FROM membership other
                  WHERE other.workspace = workspace.id AND other.role = 'owner' AND other.person <> $1)
ORDER BY workspace.name, workspace.id
