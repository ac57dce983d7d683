-- Segments that went before are forgotten.
DELETE FROM arrival_segment WHERE over_at < $1
