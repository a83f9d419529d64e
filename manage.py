#!/usr/bin/env python3
"""The command line of Aftermath."""

import os
import sys

from django.core.exceptions import ImproperlyConfigured
from django.core.management import execute_from_command_line

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    if "runserver" in sys.argv:  # the developer's server: error pages, and styles without a build
        os.environ.setdefault("AFTERMATH_DEBUG", "1")
    try:
        execute_from_command_line(sys.argv)
    except ImproperlyConfigured as refusal:  # a setting to mend is a sentence, not a traceback
        sys.exit(str(refusal))
