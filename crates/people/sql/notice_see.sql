-- Somebody saw the notices up to $3, as far as there are any.
INSERT INTO notice_seen (person, workspace, up_to)
SELECT $1, $2, COALESCE(MAX(id), 0) FROM notice WHERE id <= $3
ON CONFLICT (person, workspace) DO UPDATE SET
    up_to = CASE WHEN excluded.up_to > notice_seen.up_to THEN excluded.up_to ELSE notice_seen.up_to END
