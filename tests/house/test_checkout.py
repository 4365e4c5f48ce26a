"""What the checkout says of itself is true: locks, reasons for dependencies, links and the glossary."""

from __future__ import annotations

import re
import tomllib
from itertools import chain, pairwise
from pathlib import Path

import pytest
from django.apps import apps

# Put together from parts, so that this file does not hold what it looks for.
OF_ONE_MACHINE = re.compile(
    "|".join(
        (
            r"(?<![\w./-])/" + r"(?:work|root)/",
            r"(?<![\w./-])/home/" + r"\w+/",
            "py" + r"pi\.org",
            "python" + r"hosted\.org",
            "registry" + r"\.npmjs",
            r"(?m:^--(?:extra-)?index" + "-url)",
            r"(?m:^--find" + "-links)",
        )
    )
)
TEXT_LIMIT_BYTES = 5_000_000
LINK = re.compile(r"(?<!!)\[[^\]]*\]\(<?([^)>\s]+)>?(?:\s+\"[^\"]*\")?\)|!\[[^\]]*\]\(<?([^)>\s]+)>?\)")
FENCED = re.compile(r"^(```|~~~).*?^\1", re.MULTILINE | re.DOTALL)
HEADING = re.compile(r"^#{1,6}\s+(.+?)\s*#*$", re.MULTILINE)
# A term of the glossary stands in a heading, or in bold at the beginning of a line, a list entry or a table row.
TERM = re.compile(r"^(?:#{2,4}\s+|(?:[-|*]\s+)?\*\*)`?([^*`\n(|]+?)`?\s*(?:\*\*|\(|$)", re.MULTILINE)
PIN = re.compile(r"^([a-z0-9._-]+)==([^\s;\\]+)", re.MULTILINE)


def machine_traces(text: str) -> list[str]:
    """Places, in a text, that are true on one machine only, and addresses of package indexes."""
    return OF_ONE_MACHINE.findall(text)


def broken_links(page: Path) -> list[str]:
    """The relative links of a Markdown page that lead nowhere."""
    text = FENCED.sub("", page.read_text())
    targets = [one or other for one, other in LINK.findall(text)]
    return [target for target in targets if not re.match(r"[a-z]+:", target) and not resolves(page, target)]


def resolves(page: Path, target: str) -> bool:
    path, _, anchor = target.partition("#")
    place = page if not path else page.parent / path
    if not place.exists():
        return False
    return not anchor or place.suffix != ".md" or anchor in anchors(place.read_text())


def anchors(text: str) -> set[str]:
    """The names a reader can jump to, made from headings the way code hosts make them."""
    headings = HEADING.findall(FENCED.sub("", text))
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def unexplained(pyproject: str) -> list[str]:
    """Requirements without a comment line above them."""
    project = tomllib.loads(pyproject)["project"]
    wanted = [*project["dependencies"], *chain(*project["optional-dependencies"].values())]
    lines = [line.strip() for line in pyproject.splitlines()]
    explained = {line.strip('",') for above, line in pairwise(lines) if above.startswith("# ")}
    return [requirement for requirement in wanted if requirement not in explained]


def terms(glossary: str) -> set[str]:
    """The words a glossary explains, without regard to capitals and spaces: `Safety plan` is SafetyPlan."""
    return {re.sub(r"[\s_-]", "", term).casefold() for term in TERM.findall(glossary)}


def test_nothing_is_true_on_one_machine_only(files: list[Path], root: Path) -> None:
    found = {}
    for path in files:
        if path.stat().st_size > TEXT_LIMIT_BYTES:
            continue
        traces = machine_traces(path.read_bytes().decode("utf-8", errors="replace"))
        if traces:
            found[str(path.relative_to(root))] = traces
    assert not found, f"Write paths relative to the checkout, and no index address: {found}"


@pytest.mark.parametrize("text", ["see /" + "work/x", "cd /" + "root/x", "--index" + "-url x", "https://py" + "pi.org"])
def test_a_trace_of_one_machine_is_found(text: str) -> None:
    assert machine_traces(text)


def test_every_dependency_says_what_it_is_for(root: Path) -> None:
    assert not unexplained((root / "pyproject.toml").read_text())


def test_a_dependency_without_a_reason_is_found() -> None:
    text = '[project]\ndependencies = [\n# why\n"one>=1",\n"two>=2",\n]\n[project.optional-dependencies]\ndev = []\n'
    assert unexplained(text) == ["two>=2"]


NOT_LOCKED = {"spark"}  # half a gigabyte that needs Java; what tests it is skipped, with a count, where it is not there


def test_the_locks_hold_every_dependency_with_its_hash(root: Path) -> None:
    project = tomllib.loads((root / "pyproject.toml").read_text())["project"]
    extras = project["optional-dependencies"]
    locked = [requirement for extra, some in extras.items() if extra not in NOT_LOCKED for requirement in some]
    wanted = {
        "runtime.txt": [*project["dependencies"], *extras["analytics"], *extras["pdf"]],
        "dev.txt": [*project["dependencies"], *locked],
    }
    for name, requirements in wanted.items():
        text = (root / "requirements" / name).read_text()
        pinned = {package for package, _ in PIN.findall(text)}
        asked = {re.split(r"[\[<>=;]", requirement)[0].lower() for requirement in requirements}
        assert asked <= pinned, f"Compile {name} again; it lacks {asked - pinned}."
        blocks = re.split(r"\n(?=[a-z0-9])", text)
        assert all("--hash=sha256:" in block for block in blocks), f"{name} has a package without a hash."


def test_both_locks_agree(root: Path) -> None:
    """Else a demonstration after a test would run on other versions than the tests did."""
    runtime, dev = (set(PIN.findall((root / "requirements" / name).read_text())) for name in ("runtime.txt", "dev.txt"))
    assert runtime <= dev, f"Compile dev.txt again; it differs in {runtime - dev}."


def test_links_in_the_documentation_lead_somewhere(files: list[Path], root: Path) -> None:
    found = {str(page.relative_to(root)): broken_links(page) for page in files if page.suffix == ".md"}
    assert not any(found.values()), {page: links for page, links in found.items() if links}


def test_a_link_that_leads_nowhere_is_found(tmp_path: Path) -> None:
    (tmp_path / "there.md").write_text("# A heading, here\n")
    page = tmp_path / "page.md"
    page.write_text(
        "[a](there.md) [b](there.md#a-heading-here) [c](gone.md) [d](there.md#gone) [e](https://example.org)"
    )
    assert broken_links(page) == ["gone.md", "there.md#gone"]


def test_every_noun_of_the_record_is_in_the_glossary(root: Path) -> None:
    glossary = root / "GLOSSARY.md"
    assert glossary.exists(), "GLOSSARY.md is missing. Write it, with one entry for each model of kith.care."
    known = terms(glossary.read_text())
    nouns = {model.__name__ for model in apps.get_app_config("care").get_models()}
    missing = sorted(noun for noun in nouns if noun.casefold() not in known)
    assert not missing, f"Give each of these an entry in GLOSSARY.md: {missing}"


def test_a_noun_without_an_entry_is_found() -> None:
    text = (
        "## Safety plan\ntext\n**Measurement** is\n- **Goal** (G): x\n| **Client** | y |\n### `AuditEvent`\n"
        "not **Plan** here\n"
    )
    assert terms(text) == {"safetyplan", "measurement", "goal", "client", "auditevent"}
