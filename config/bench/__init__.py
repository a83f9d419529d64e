"""How fast sheets come in and go out, beside what the database and the stock resource can do."""
