"""A PostgreSQL of our own under var/, for when no DATABASE_URL names another."""
