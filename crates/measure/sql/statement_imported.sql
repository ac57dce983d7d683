-- What other programs counted from day $2 to $3.
SELECT import.form, MIN(imported_total.day) AS first_day, MAX(imported_total.day) AS last_day, imported_total.channel,
    CAST(SUM(imported_total.visits) AS BIGINT) AS visits
FROM imported_total JOIN import ON import.id = imported_total.import
WHERE imported_total.site = $1 AND imported_total.day BETWEEN $2 AND $3
GROUP BY import.form, imported_total.channel
ORDER BY import.form
