#!/bin/sh
# Runs a command with the settings that a server behind https would have, and made-up secrets.
export AFTERMATH_SECRET_KEY="$(od -An -N64 -tx1 /dev/urandom | tr -d ' \n')"
export AFTERMATH_ALLOWED_HOSTS=aftermath.example
export AFTERMATH_HTTPS=1
export AFTERMATH_BEHIND_PROXY=1
export AFTERMATH_SENDER_HEADER=X-Forwarded-For
export DATABASE_URL=postgresql://aftermath@localhost/aftermath
exec "$@"
