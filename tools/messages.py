"""Compiles one translation catalogue, without the gettext programs: messages.py X.po X.mo"""

import sys

import polib

source, target = sys.argv[1:]
polib.pofile(source).save_as_mofile(target)
