-- A delivery.
SELECT id, post, account, text, bare, state, due_at, code, key, frozen, so_far, fence, sent_at, tries, live_id, live_url, live_at, looked_at, looks, likes, reposts, replies, views, gone_at, corrected_at, mark, cause, says, changed_at
FROM delivery WHERE id = $1
