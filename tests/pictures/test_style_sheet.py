"""The style sheet, the scripts and the icons: light to load, readable on both grounds, the same in both directions."""

from __future__ import annotations

import gzip
import re
from pathlib import Path

import pytest

from tests.pictures import seen

WEB = Path(__file__).resolve().parents[2] / "kith/web"
STATIC = WEB / "static/web"
CSS = "".join((STATIC / name).read_text(encoding="utf-8") for name in ("kith.css", "parts.css"))
TEMPLATES = sorted((WEB / "templates").rglob("*.html"))
ICONS = set(re.findall(r'<symbol id="([^"]+)"', (STATIC / "icons.svg").read_text(encoding="utf-8")))
TOKENS = {name: (light, dark) for name, light, dark in re.findall(r"--([\w-]+): light-dark\((#\w{6}), (#\w{6})\)", CSS)}
PHYSICAL = re.compile(
    r"(?<![\w-])(?:(?:margin|padding|border)-(?:left|right|top|bottom)|left|right|top|bottom|width|height"
    r"|(?:min|max)-(?:width|height))\s*:|text-align:\s*(?:left|right)|float:"
)
PAIRS = [
    *((ink, ground) for ink in ("ink", "muted", "brand", "danger") for ground in ("ground", "surface", "sunken")),
    *(("ink", f"{tone}-soft") for tone in ("brand", "good", "caution", "danger", "info")),
    *((tone, f"{tone}-soft") for tone in ("good", "caution", "danger", "info")),
    ("muted", "brand-soft"), ("brand-deep", "brand-soft"), ("on-brand", "brand"), ("on-danger", "danger"),
    ("ground", "ink"),
]  # fmt: skip


def declarations(css: str) -> str:
    """The style sheet without the conditions of its media queries, which know no logical names in old browsers."""
    return re.sub(r"@(?:media|container|supports)[^{]*{", "{", css)


def test_only_logical_properties() -> None:
    assert PHYSICAL.findall(declarations(CSS)) == []


@pytest.mark.parametrize("wrong", ["margin-left: 1px", "a { left: 0 }", "width: 3px", "text-align: right"])
def test_the_check_sees_a_physical_property(wrong: str) -> None:
    assert PHYSICAL.search(wrong)


@pytest.mark.parametrize(("ink", "ground"), PAIRS)
@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
def test_words_stand_out_from_what_they_are_on(ink: str, ground: str, scheme: int) -> None:
    assert seen.contrast(TOKENS[ink][scheme], TOKENS[ground][scheme]) >= 4.5


@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
def test_edges_of_controls_stand_out(scheme: int) -> None:
    for ground in ("ground", "surface"):
        assert seen.contrast(TOKENS["edge"][scheme], TOKENS[ground][scheme]) >= 3


def test_an_old_browser_gets_the_light_colours() -> None:
    plain = dict(re.findall(r"--([\w-]+): (#\w{6});", CSS.split("@supports")[0]))
    assert {name: plain[name] for name in TOKENS} == {name: light for name, (light, _) in TOKENS.items()}


def for_staff_alone(path: Path) -> bool:
    """Whether only pages of those who work here load it: a client's phone never does."""
    by = [template for template in TEMPLATES if f"web/{path.name}" in template.read_text(encoding="utf-8")]
    return bool(by) and all({"practitioner", "manager"} & set(template.parts) for template in by)


def test_everything_a_client_loads_is_light() -> None:
    files = [path for path in STATIC.iterdir() if path.suffix in {".css", ".js", ".svg"} and not for_staff_alone(path)]
    assert {path.name for path in files} >= {"kith.css", "parts.css", "icons.svg", "page.js", "exit.js", "kept.js"}
    assert sum(len(gzip.compress(path.read_bytes())) for path in files) < 30_000


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.name)
def test_templates_pass_the_content_security_policy(template: Path) -> None:
    text = template.read_text(encoding="utf-8")
    assert not re.search(r"\sstyle=|<style|\son\w+=|<script(?![^>]*\ssrc=)", text)


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.name)
def test_each_icon_is_in_the_sprite(template: Path) -> None:
    assert set(re.findall(r'{% icon "([^"]+)"', template.read_text(encoding="utf-8"))) <= ICONS


def test_the_reference_lists_the_icons() -> None:
    page = (WEB.parents[1] / "docs/reference/parts.md").read_text(encoding="utf-8")
    assert "`" + " ".join(sorted(ICONS)) + "`" in page


def test_the_exit_does_not_listen_to_escape() -> None:
    script = (STATIC / "exit.js").read_text(encoding="utf-8")
    assert '"Shift"' in script
    assert '"Escape"' not in script
    assert script.index("replaceChildren()") < script.index("location.replace")
