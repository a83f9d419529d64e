"""The parts of ``manage.py serve``: port, database, demo, styles, web server."""
