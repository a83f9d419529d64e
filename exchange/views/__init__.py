"""Pages of sheets: bring one in, see what it would do, apply it, take one out."""
