-- The service's row.
SELECT instance, place, noted_at, paused_at, paused_why FROM service WHERE one = 1
