-- Somebody wants the notices of a workspace by mail no more.
DELETE FROM notice_mail WHERE person = $1 AND workspace = $2
