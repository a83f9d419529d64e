"""Loaded by pytest before anything else, so that the settings know they serve tests."""

import os

os.environ["AFTERMATH_TESTING"] = "1"
