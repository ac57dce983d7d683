-- What a person made for programs in a workspace is dead.
DELETE FROM api_token WHERE person = $1 AND workspace = $2
