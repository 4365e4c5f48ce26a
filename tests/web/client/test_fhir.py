"""The two addresses of files for other systems."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from django.test import Client
from django.urls import reverse

from kith.science.fhir import check_shape
from tests.care.test_as_fhir import sent
from tests.people import People

Browser = Callable[[str], Client]
ROOT = Path(__file__).resolve().parents[3]


def test_a_measurement_is_a_file_for_ana_and_ben(people: People, browser: Browser) -> None:
    address = reverse("measurement_fhir", args=[sent(people).pk])
    for name in ("ana", "ben"):
        response = browser(name).get(address)
        assert response.status_code == 200
        assert response["Content-Type"].startswith("application/fhir+json")
        assert response["Content-Disposition"].startswith('attachment; filename="measurement-')
        check_shape(json.loads(response.content))
    assert browser("dev").get(address).status_code == 404


def test_an_instrument_is_a_file(people: People, browser: Browser) -> None:
    response = browser("ben").get(reverse("instrument_fhir", args=["phq9"]))
    check_shape(json.loads(response.content))
    assert browser("ben").get(reverse("instrument_fhir", args=["nothing"])).status_code == 404
    assert Client().get(reverse("instrument_fhir", args=["phq9"])).status_code == 302


def test_the_definitions_of_fhir_are_not_loaded_by_pages() -> None:
    """They are large, and only what comes in is held against them."""
    script = (
        "import django, os, sys\n"
        "os.environ['DJANGO_SETTINGS_MODULE'] = 'kith.config.settings'\n"
        "django.setup()\n"
        "import kith.web.urls\n"
        "print('kith.science.fhir' in sys.modules, 'fhir.resources' in sys.modules, 'fhir_core' in sys.modules)\n"
    )
    found = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True)
    assert found.stdout.split() == ["True", "False", "False"]
