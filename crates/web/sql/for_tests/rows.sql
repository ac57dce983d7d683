-- For tests: how many audits, links for clients and logos there are.
SELECT (SELECT COUNT(*) FROM audit), (SELECT COUNT(*) FROM client_link), (SELECT COUNT(*) FROM workspace_logo)
