-- Audits by state.
SELECT state, COUNT(*) FROM audit GROUP BY state ORDER BY state
