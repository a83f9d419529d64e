#!/bin/sh
# Prints the newest Python from 3.11 up on this machine that can make environments: first the one
# on PATH, then pyenv's. Says in one sentence what to install where there is none.
for minor in 14 13 12 11; do
  for found in "$(command -v python3.$minor)" "$HOME"/.pyenv/versions/3.$minor.*/bin/python3.$minor; do
    if [ -x "$found" ] && "$found" -c 'import ensurepip, ssl' 2>/dev/null; then
      echo "$found"
      exit 0
    fi
  done
done
found=$(command -v python3)
if [ -x "$found" ] && "$found" -c 'import ensurepip, ssl, sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
  echo "$found"
  exit 0
fi
echo "Aftermath needs Python 3.11 or newer with venv (on Debian: apt-get install python3-venv)." >&2
exit 1
