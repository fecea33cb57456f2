#!/usr/bin/env bash
# Makes .venv when it is missing and installs one list of requirements into it.
set -euo pipefail
cd "$(dirname "$0")/.."
list=$1
python=${PYTHON:-python3}

if ! command -v "$python" >/dev/null; then
  echo "python3 is missing. Type: apt-get install -y python3 python3-venv" >&2
  exit 1
fi
if ! "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))'; then
  echo "Python 3.11 or newer is needed; $python is $("$python" -V). Type: make PYTHON=python3.11 …" >&2
  exit 1
fi
# A virtual environment is unusable where it was copied to, or when the python it was made with is gone.
if ! .venv/bin/python -c 'import pip' 2>/dev/null; then
  rm -rf .venv
  "$python" -c 'import ensurepip, venv' 2>/dev/null || scripts/system_packages.sh venv
  "$python" -m venv .venv
fi
echo "Installing $list …"
.venv/bin/python -m pip install --quiet --disable-pip-version-check --no-input --no-compile --requirement "$list"
