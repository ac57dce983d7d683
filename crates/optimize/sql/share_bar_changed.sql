-- When the share bar of a site was last put together.
SELECT changed_at FROM share_bar WHERE site = $1
