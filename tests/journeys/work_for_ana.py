"""Work set for Ana: `python -m tests.journeys.work_for_ana HOME [NAME ...]`.

A name is a worksheet's; before a lesson's or a practice's stands its kind, as in `lesson:panic-cycle`.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from tests.journeys.making import NOW

LEFT = "work-for-ana.json"


def set_for_ana(home: str, names: Iterable[str]) -> None:
    """As Ben would, one after the other; which assignment is for which worksheet is written into HOME."""
    os.environ["KITH_HOME"] = home
    from kith.cli.serving import prepare

    prepare()
    from kith.care.actions import deliver
    from kith.care.models import Plan, User
    from kith.care.permissions import viewer_of

    ben = viewer_of(User.objects.get(username="ben"), at=NOW, request_id="work-for-ana")
    plan = Plan.objects.filter(client__user__username="ana", state="agreed").latest("agreed_at")
    works = {name: _work(name) for name in names}
    rows = {name: deliver.set_work(plan=plan, session=None, work=work, by=ben, at=NOW) for name, work in works.items()}
    (Path(home) / LEFT).write_text(json.dumps({name: str(row.pk) for name, row in rows.items()}), encoding="utf-8")


def _work(name: str) -> Any:
    from kith.care.actions.deliver import Work

    kind, _, document = name.rpartition(":")
    return Work(document, "To see what helps", None, kind=kind or "worksheet")


def addresses(home: Path) -> dict[str, str]:
    """Where Ana finds each piece of work that was set."""
    found = json.loads((home / LEFT).read_text(encoding="utf-8"))
    return {name: f"/me/work/{assignment}/" for name, assignment in found.items()}


def with_work(made: Path, home: Path, names: Iterable[str], around: dict[str, str]) -> dict[str, str]:
    """Copy a service to `home` and set the work there; returns the assignments by worksheet."""
    shutil.copytree(made, home)
    setting = [sys.executable, "-m", "tests.journeys.work_for_ana", str(home), *names]
    subprocess.run(setting, check=True, env=around | {"KITH_HOME": str(home)}, stdout=subprocess.DEVNULL)
    found: dict[str, str] = json.loads((home / LEFT).read_text(encoding="utf-8"))
    return found


if __name__ == "__main__":
    set_for_ana(sys.argv[1], sys.argv[2:])
