"""Loaded before Django's settings: tests keep their keys and files in a folder of their own."""

from __future__ import annotations

import os
import tempfile

os.environ["KITH_HOME"] = tempfile.mkdtemp(prefix="kith-tests-")
os.environ["KITH_PSEUDO_LANGUAGES"] = "1"
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kith.config.settings")
