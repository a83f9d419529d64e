"""The web server: gunicorn inside this process, with the worker beside it; one signal stops all."""

import os
import signal

from django.core.wsgi import get_wsgi_application
from django.db import connection, connections
from gunicorn.app.base import BaseApplication
from gunicorn.arbiter import Arbiter

from config.serving.worker import Worker

OPTIONS = {
    "worker_class": "gthread",
    "threads": 4,
    "timeout": 120,  # seconds; only a worker whose main loop hangs is ended by it
    "graceful_timeout": 10,
    "control_socket_disable": True,
    "loglevel": "warning",
    "proc_name": "aftermath",
}


class Site(BaseApplication):
    """Aftermath on one address, with worker processes forked from this one."""

    def __init__(self, address: str, *, workers: int):
        self.options = OPTIONS | {
            "bind": address,
            "workers": workers,
            "when_ready": _obey_hang_up,
        }
        super().__init__()

    def load_config(self):
        for name, value in self.options.items():
            self.cfg.set(name, value)

    def load(self):
        """Make one worker ready. It joins the embedded server at once: should this site's first
        process be killed, the workers leave by themselves, and the last one stops the server."""
        connection.ensure_connection()
        connection.close()
        return get_wsgi_application()

    def run(self):
        connections.close_all()  # a forked process must not share a connection with its parent
        Keeper(self).run()


class Keeper(Arbiter):
    """gunicorn's own keeper of its processes, which keeps the worker of the queues as well."""

    def __init__(self, app):
        super().__init__(app)
        self.worker = Worker()

    def manage_workers(self):
        super().manage_workers()
        self.worker.keep()

    def stop(self, graceful=True):  # noqa: FBT002 - as gunicorn calls it
        self.worker.ask_to_end()
        super().stop(graceful)
        self.worker.wait()


def _obey_hang_up(arbiter) -> None:
    """Let a closed terminal stop the site; gunicorn would take it for “reload” and live on."""
    signal.signal(signal.SIGHUP, lambda *_: os.kill(os.getpid(), signal.SIGTERM))
