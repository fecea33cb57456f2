#!/usr/bin/env bash
# The demo: secrets, migrations, the demo commune, and the production server with the worker beside it, until Ctrl-C.
# A second start keeps all data. PORT, DATABASE_URL, INSTANCE_DIR and every other setting are honoured.
set -euo pipefail
cd "$(dirname "$0")/.."
export PORT=${PORT:-8000} HOST=${HOST:-127.0.0.1}
# Letters, feeds and cards name whole addresses; who lets the demo listen everywhere has to say under which name.
[ "$HOST" = 0.0.0.0 ] || export PUBLIC_URL=${PUBLIC_URL-http://$HOST:$PORT}
bin=$PWD/.venv/bin

if ! "$bin/python" -c 'import socket, sys; socket.create_server((sys.argv[1], int(sys.argv[2]))).close()' "$HOST" "$PORT" 2>/dev/null; then
  echo "Port $PORT is taken. Type: PORT=8001 make demo" >&2
  exit 1
fi

scripts/secrets.sh
instance=${INSTANCE_DIR:-instance}
if [ -z "${SECRET_KEY:-}" ]; then
  SECRET_KEY=$(sed -n 's/^SECRET_KEY=//p' "$instance/secret.env")
  export SECRET_KEY
fi
[ -n "${DATA_KEYS:-}" ] || export DATA_KEYS_FILE=${DATA_KEYS_FILE:-$instance/keys/data.keys}

PYTHONPATH=. "$bin/python" scripts/demo_data.py

WEB_JOBS=on "$bin/gunicorn" --config gunicorn.conf.py &
server=$!
trap 'trap - INT TERM; kill -TERM "$server" 2>/dev/null || true' INT TERM
cat <<SENTENCES

Gần Dân is open:
  residents   http://$HOST:$PORT/
  officials   http://$HOST:$PORT/dang-nhap   (demo sign-ins above)
Data and keys lie in $instance/. Ctrl-C ends the demo; the data stay.

SENTENCES

status=0
wait "$server" || status=$?
wait "$server" 2>/dev/null || true  # a signal ends the first wait before the server is gone
[ "$status" -ge 128 ] || [ "$status" -eq 0 ] || exit "$status"
