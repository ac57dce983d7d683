-- The first start.
INSERT INTO service (one, instance, place, noted_at) VALUES (1, $1, $2, $3) ON CONFLICT (one) DO NOTHING
