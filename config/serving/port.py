"""Whether an address can be served on, asked before anything else is prepared."""

import errno
import socket


class PortRefused(Exception):
    """The port cannot be had; the message says what to do."""


def check_free(host: str, port: int) -> None:
    """Raise PortRefused unless this process could listen there now."""
    if not 1 <= port <= 65535:
        raise PortRefused(f"A port is a number from 1 to 65535, not {port}.")
    try:
        socket.create_server((host, port)).close()
    except OSError as error:
        raise PortRefused(_sentence(host, port, error)) from error


def _sentence(host: str, port: int, error: OSError) -> str:
    another = f"Choose another, for example: make run PORT={8123 if port != 8123 else 8124}"
    if error.errno == errno.EADDRINUSE:
        return f"Port {port} is already in use. {another}"
    if error.errno == errno.EACCES:
        return f"Only root may serve on port {port}. {another}"
    return f"Nothing can listen on {host}, port {port}: {error.strerror}."
