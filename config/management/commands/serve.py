"""``manage.py serve``: make everything ready, then serve until Ctrl-C."""

import signal
from multiprocessing import get_context

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import BaseCommand, CommandError
from django.db import connections

from config import catalogues
from config.demo.people import PASSWORD
from config.serving import database, demo, port, static_files
from config.serving.web import Site


class Command(BaseCommand):
    help = "Prepare the database and the styles, then serve the site until Ctrl-C."
    requires_system_checks = ()  # run after the database is known to answer

    def add_arguments(self, parser):
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--host", default="127.0.0.1", help="0.0.0.0 serves other machines")
        parser.add_argument(
            "--demo",
            action="store_true",
            default=settings.AFTERMATH_DEMO,
            help="load the demo and its people",
        )

    def handle(self, *, port: int, host: str, demo: bool, **options):
        signal.signal(signal.SIGTERM, signal.default_int_handler)  # until gunicorn sets its own
        try:
            self._prepare(host, port, with_demo=demo)
        except KeyboardInterrupt:
            raise CommandError("Stopped before it was ready; the next start goes on.") from None
        self._announce(host, port)
        Site(f"{host}:{port}", workers=settings.AFTERMATH_WORKERS).run()

    def _prepare(self, host: str, port: int, *, with_demo: bool) -> None:
        self._compile_catalogues()  # before anything is translated
        self._check_surroundings(host, port)
        self._prepare_database()
        if with_demo:
            self._load_demo()
        self._collect_styles()

    def _compile_catalogues(self) -> None:
        try:
            catalogues.compile_stale()
        except OSError as refusal:  # a read-only installation is compiled when it is made
            self._say(f"The translations stay as they are: {refusal}")

    def _check_surroundings(self, host: str, number: int) -> None:
        try:
            port.check_free(host, number)
            database.check_reachable()
        except (port.PortRefused, database.DatabaseUnreachable) as refusal:
            raise CommandError(str(refusal)) from None

    def _prepare_database(self) -> None:
        self.check()
        if database.is_behind():
            self._say("Bringing the database up to date…")
            database.bring_up_to_date()

    def _load_demo(self) -> None:
        """In a process of its own: what sets its reports as PDF leaves threads behind, for which
        the web's processes, forked from this one, would wait without end."""
        self._say("Loading the demo (the first time this takes a minute)…")
        connections.close_all()  # a forked process must not share a connection with its parent
        loading = get_context("fork").Process(target=self._say_what_loaded, daemon=True)
        loading.start()
        loading.join()
        if loading.exitcode:
            raise CommandError("The demo could not be loaded; the next start goes on.")

    def _say_what_loaded(self) -> None:
        self._say(demo.load())

    def _collect_styles(self) -> None:
        if not settings.PLAIN_STATIC and static_files.collect_when_changed():
            self._say("Collected styles and scripts.")

    def _announce(self, host: str, number: int) -> None:
        self._say(f"\nAftermath is at http://{host}:{number}/ (Ctrl-C stops it)")
        people = demo.present_people()  # told even when unasked: anybody could sign in as them
        if people:
            self._say(f"Demo people, who sign in with the password {PASSWORD}:")
        for name, role in people:
            self._say(f"  {name:<14}{role}")
        if not get_user_model().objects.exists():
            self._say("There is nobody to sign in yet: manage.py createsuperuser makes the first.")

    def _say(self, sentence: str) -> None:
        self.stdout.write(sentence)
        self.stdout.flush()
