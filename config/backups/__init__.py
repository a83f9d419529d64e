"""Backups: all records and files in one file that proves itself whole, and the way back from it.

A backup is a plain tar: `database.dump` (pg_dump's own format), `files/…` under the names that
records know them by, and last `contents.json`, which holds the hash of each. A file that breaks off
has no contents, so it is never taken for a whole one.

It holds everything that anybody may see here, names and exact points too, and not the site's key:
whoever finds the one has not the other. Nobody is signed in after the way back.
"""
