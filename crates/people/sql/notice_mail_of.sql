-- Whether somebody wants the notices of a workspace by mail.
SELECT person FROM notice_mail WHERE person = $1 AND workspace = $2
