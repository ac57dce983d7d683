-- The number of the last change.
SELECT last FROM link_change WHERE one = 1
