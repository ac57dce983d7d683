-- It is the copy that repeats now, once less.
UPDATE repeat SET post = $2, copies = copies - 1 WHERE post = $1
