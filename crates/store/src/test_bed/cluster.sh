# A private PostgreSQL that lives as long as somebody holds our standard input open. $1: the folder of its programs.
# Prints the folder of its socket when it takes connections.
set -eu
# Ctrl-C goes to the tests; we end when they have.
trap '' INT
folder=$(mktemp -d "${TMPDIR:-/tmp}/tidings-postgres.XXXXXX")
end() {
    "$1/pg_ctl" -D "$folder/data" -m immediate stop >/dev/null 2>&1 || true
    rm -rf "$folder"
}
trap 'end "$1"' EXIT
"$1/initdb" -D "$folder/data" -U postgres -A trust -E UTF8 --locale=C --no-sync >"$folder/initdb.log" 2>&1 ||
    { cat "$folder/initdb.log" >&2; exit 1; }
"$1/pg_ctl" -D "$folder/data" -l "$folder/server.log" -w -o "-k '$folder' -c listen_addresses='' -c fsync=off \
    -c synchronous_commit=off -c full_page_writes=off -c max_connections=300 -c shared_buffers=32MB" \
    start >"$folder/start.log" 2>&1 || { cat "$folder/start.log" "$folder/server.log" >&2; exit 1; }
echo "$folder"
cat >/dev/null
