-- For whom a token acts, as long as he belongs to its workspace, and that is not in the bin.
SELECT person.id AS person, person.name, person.email, person.password IS NOT NULL AS has_password,
       workspace.id AS workspace, workspace.name AS workspace_name, workspace.sandbox, workspace.stand_ins, membership.role,
       api_token.name AS token, api_token.id AS token_id, api_token.scope,
       COALESCE(api_token.expires_at, 9223372036854775807) AS expires_at, COALESCE(api_token.used_at, 0) AS seen_at
FROM api_token
JOIN person ON person.id = api_token.person
JOIN workspace ON workspace.id = api_token.workspace AND workspace.removed_at IS NULL
JOIN membership ON membership.workspace = api_token.workspace AND membership.person = api_token.person
WHERE api_token.secret = $1
