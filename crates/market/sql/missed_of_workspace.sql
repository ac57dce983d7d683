-- What becomes of posts whose time passed.
SELECT within_minutes, otherwise FROM missed WHERE workspace = $1
