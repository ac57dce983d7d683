-- The first person, in his first workspace.
SELECT person, workspace FROM membership ORDER BY since, workspace LIMIT 1
