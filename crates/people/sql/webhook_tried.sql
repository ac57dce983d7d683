-- A try to tell a webhook something.
INSERT INTO webhook_try (workspace, message, event, at, fault) VALUES ($1, $2, $3, $4, $5)
