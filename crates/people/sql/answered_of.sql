-- What a key stands for.
SELECT request, asked_at, status, body FROM answered WHERE person = $1 AND key = $2
