#!/usr/bin/env bash
# Makes the secrets of a new installation, once: instance/secret.env (0600) and, in a file of their own that no backup
# takes along, the keys that seal personal data: instance/keys/data.keys (0400).
set -euo pipefail
cd "$(dirname "$0")/.."
instance=${INSTANCE_DIR:-instance}
umask 077
mkdir -p "$instance/keys"

if [ ! -s "$instance/secret.env" ]; then
  .venv/bin/python -c 'import secrets; print("SECRET_KEY=" + secrets.token_urlsafe(48))' >"$instance/secret.env.new"
  mv "$instance/secret.env.new" "$instance/secret.env"
fi
if [ ! -s "$instance/keys/data.keys" ]; then
  .venv/bin/python -c 'from cryptography.fernet import Fernet; print(Fernet.generate_key().decode())' >"$instance/keys/data.keys.new"
  chmod 0400 "$instance/keys/data.keys.new"
  mv "$instance/keys/data.keys.new" "$instance/keys/data.keys"
fi
