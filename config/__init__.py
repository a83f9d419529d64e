"""The house around the apps: settings, addresses, the database server, and what starts them."""
