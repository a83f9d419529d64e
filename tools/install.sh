#!/bin/sh
# Installs one lock into one environment: tools/install.sh requirements.txt .venv
#
# uv reads neither pip's configuration nor the machine's certificates by itself; a machine behind a
# registry mirror has both, so uv is told what pip knows. Nothing here names a package host.
set -eu
lock=$1
venv=$2
uv=.tools/bin/uv

export UV_SYSTEM_CERTS=1
index=${PIP_INDEX_URL:-$(.tools/bin/python -m pip config get global.index-url 2>/dev/null || true)}
if [ -n "$index" ]; then
  export UV_DEFAULT_INDEX="${UV_DEFAULT_INDEX:-$index}"
fi

if [ ! -x "$venv/bin/python" ]; then
  python=$(sh tools/python.sh)
  echo "Making $venv with $python"
  "$uv" venv -q --clear --no-python-downloads --python "$python" "$venv"
fi
echo "Installing $lock"
"$uv" pip install -q --python "$venv/bin/python" --require-hashes -r "$lock"
