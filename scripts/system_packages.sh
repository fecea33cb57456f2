#!/usr/bin/env bash
# Sees to programs that pip cannot install: `scripts/system_packages.sh postgresql redis chromium pango venv`.
# As root it installs by apt what is missing; otherwise it stops with the one line to type.
set -euo pipefail

present() {
  case $1 in
    postgresql) compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null || command -v initdb >/dev/null ;;
    redis) command -v redis-server >/dev/null ;;
    chromium) [ -x "${CHROMIUM:-/usr/bin/chromium}" ] ;;
    pango) ldconfig -p | grep -q 'libpangoft2-1\.0\.so' ;;
    venv) "${PYTHON:-python3}" -c 'import ensurepip, venv' 2>/dev/null ;;
    *) echo "unknown program: $1" >&2; exit 2 ;;
  esac
}

packages() {
  case $1 in
    postgresql) echo postgresql ;;
    redis) echo redis-server ;;
    chromium) echo chromium fonts-dejavu-core ;;
    pango) echo libpango-1.0-0 libpangoft2-1.0-0 ;;
    venv) echo python3-venv ;;
  esac
}

missing=()
for program in "$@"; do
  if ! present "$program"; then
    read -ra names <<<"$(packages "$program")"
    missing+=("${names[@]}")
  fi
done
[ ${#missing[@]} -eq 0 ] && exit 0

line="apt-get install -y --no-install-recommends ${missing[*]}"
if [ "$(id -u)" -ne 0 ] || ! command -v apt-get >/dev/null; then
  echo "Missing on this machine: ${missing[*]}. Type:" >&2
  echo "  sudo $line" >&2
  exit 1
fi
echo "Installing ${missing[*]} …"
export DEBIAN_FRONTEND=noninteractive
log=$(mktemp)
if ! { apt-get update -qq && $line -qq; } >"$log" 2>&1 </dev/null; then
  cat "$log" >&2
  echo "That did not work. Type: $line" >&2
  exit 1
fi
rm -f "$log"
for program in "$@"; do
  present "$program" || { echo "$program is still missing after: $line" >&2; exit 1; }
done
