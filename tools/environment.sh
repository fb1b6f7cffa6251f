#!/bin/sh
# The virtual environment $1 holds exactly what the hashed requirements in $2 name.
# The first one made (.venv) brings uv along; pip is the way where uv cannot reach the registry,
# because only pip knows the registry that this machine's pip settings name.
set -eu
environment=$1 requirements=$2

python=
for candidate in "${PYTHON3:-}" python3 python3.11 python3.12 python3.13 python3.14; do
    if [ -n "$candidate" ] && "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
        python=$candidate
        break
    fi
done
if [ -z "$python" ]; then
    echo "Wegwijs needs Python 3.11 or newer; none was found on PATH (PYTHON3=/path/to/python names one)" >&2
    exit 1
fi

say() { echo "setup: $*" >&2; }

[ -x "$environment/bin/python" ] || { say "making $environment"; "$python" -m venv "$environment"; }

uv=.venv/bin/uv
if [ ! -x "$uv" ]; then
    awk '/^uv==/ {on = 1} on {print} on && !/\\$/ {exit}' requirements-dev.txt >"$environment/uv.txt"
    "$environment/bin/python" -m pip install --quiet --disable-pip-version-check \
        --require-hashes --requirement "$environment/uv.txt"
fi

say "installing $requirements"
UV_SYSTEM_CERTS=1 "$uv" pip sync --quiet --require-hashes \
    --python "$environment/bin/python" "$requirements" 2>"$environment/uv.log" ||
    { say "uv could not, now with pip"
      "$environment/bin/python" -m pip install --quiet --disable-pip-version-check \
          --require-hashes --requirement "$requirements"; }
touch "$environment/.ready"
