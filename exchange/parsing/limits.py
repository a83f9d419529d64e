"""What the reading process may use: memory, time, no core on the disk."""

import resource
from contextlib import suppress


def obey(*, seconds, megabytes):
    """From now on: so many seconds of the processor, so much address space, no core."""
    allow(resource.RLIMIT_CORE, 0)
    allow(resource.RLIMIT_CPU, seconds)
    allow(resource.RLIMIT_AS, megabytes * 1024 * 1024)


def allow(what, most):
    # Not every system knows every limit; the parent's clock holds everywhere.
    with suppress(ValueError, OSError):
        resource.setrlimit(what, (most, most))
