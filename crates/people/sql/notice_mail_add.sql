-- Somebody wants the notices of a workspace by mail.
INSERT INTO notice_mail (person, workspace) VALUES ($1, $2) ON CONFLICT (person, workspace) DO NOTHING
