"""Every page a person can reach, link by link, in two made-up languages: by day at a desk, by night on a phone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest

from tests.journeys.stage import Device, Person, Stage, Theme

pytestmark = pytest.mark.journey

EVERYBODY = (
    "ana",
    "ben",
    "cleo",
    "dan",
    "finn",
    "pia",
    "ravi",
)  # Eve's pages are Ben's without their forms, and two of her own
MOST = 60  # pages in one walk
UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
FILES = re.compile(r"/(download|export|fhir|file)/|\.ics$")
MANY_SIDED = ("assist", "sdq-parent", "cssrs-screener", "gad2")  # ten scales, parts, a pattern, a longer one behind it


def kind_of(address: str) -> str:
    """Addresses that differ only in whom they are about are of one kind."""
    parts = urlsplit(address)
    names = sorted({pair.partition("=")[0] for pair in parts.query.split("&")})
    path = re.sub(
        r"/(measure|paper|instruments|interventions|evidence|worksheet|practice|lesson|sheets)/[a-z0-9-]+/",
        r"/\1/*/",
        UUID.sub("*", parts.path),
    )
    return re.sub(r"/\d+/", "/*/", path) + ("?" + "&".join(names) if parts.query else "")


def walk(person: Person) -> Iterator[str]:
    """Open one page of each kind, following the links found on the way; yields its address."""
    waiting, known, kinds = ["/"], {"/"}, set[str]()
    while waiting and len(kinds) < MOST:
        address = waiting.pop(0)
        if kind_of(address) in kinds or FILES.search(address):
            continue
        kinds |= {kind_of(address)}
        person.goes_to(address)
        if person.look.answer is not None and person.look.answer.status >= 400:
            person.stage.faults.append(
                f"{person.name}: a link leads to {address}, which answers {person.look.answer.status}"
            )
        kinds |= {kind_of(person.page.url)}
        yield address
        found = person.page.eval_on_selector_all("a[href]", "all => all.map(one => one.getAttribute('href'))")
        for link in found:
            whole = urlsplit(link)
            if whole.scheme or whole.netloc or link.startswith("#"):
                continue
            target = (whole.path or urlsplit(address).path) + (f"?{whole.query}" if whole.query else "")
            if target not in known:
                known.add(target)
                waiting.append(target)


@pytest.mark.parametrize("name", EVERYBODY)
def test_every_page_is_whole_by_day_at_a_desk_and_leaves_no_word_untranslated(stage: Stage, name: str) -> None:
    person = stage.someone(name, on="desktop", language="en-xa")
    first_seen: dict[str, str] = {}
    for address in walk(person):
        for words in person.look.untranslated():
            first_seen.setdefault(words, kind_of(address))
    for instrument in MANY_SIDED if name == "ben" else ():
        person.goes_to(f"/care/instruments/{instrument}/")
        for words in person.look.untranslated():
            first_seen.setdefault(words, instrument)
    stage.faults += [f"{name}, {place}: no translator was given: {words}" for words, place in first_seen.items()]


@pytest.mark.parametrize("name", EVERYBODY)
def test_every_page_is_whole_by_night_on_a_phone_from_right_to_left(stage: Stage, name: str) -> None:
    person = stage.someone(name, on="phone", theme="dark", language="en-xb")
    for address in walk(person):
        person.keeps_a_look(re.sub("[^a-z]+", "-", kind_of(address)))


@pytest.mark.parametrize(("device", "theme", "language"), [("desktop", "light", "en-xa"), ("phone", "dark", "en-xb")])
def test_eves_own_pages_are_whole(stage: Stage, device: Device, theme: Theme, language: str) -> None:
    eve = stage.someone("eve", on=device, theme=theme, language=language)
    eve.goes_to("/care/sign-offs/")
    stage.faults += [f"eve, the list: {words}" for words in eve.look.untranslated()]
    eve.keeps_a_look("sign-offs")
    eve.goes_to(str(eve.page.locator("main a.task").first.get_attribute("href")))
    stage.faults += [f"eve, one record: {words}" for words in eve.look.untranslated()]
    eve.keeps_a_look("sign-off")
    eve.goes_to("/programme/alerts/")
    stage.faults += [f"eve, response times: {words}" for words in eve.look.untranslated()]
    eve.keeps_a_look("alert-times")


def test_public_pages_are_whole_on_the_smallest_phone(stage: Stage) -> None:
    nobody = stage.someone(None, on="small phone")
    for address in ("/log-in/", "/right-now/", "/right-now/?step=1", "/nothing-here/"):
        nobody.goes_to(address)
