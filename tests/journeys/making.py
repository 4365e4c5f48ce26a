"""A small invented service, told through the actions people use: `python -m tests.journeys.making HOME [CLIENTS]`."""

from __future__ import annotations

import os
import sys
from datetime import UTC, datetime, timedelta

SEED = 20_261
CLIENTS = 40
MOMENT = datetime(2026, 3, 13, 9, 0, tzinfo=UTC)  # a Friday morning, when the story ends
NOW = MOMENT + timedelta(hours=4, minutes=40)  # when the journeys begin: Ben's sessions of the day have begun
PASSWORD = "try-kith-today"
PEOPLE = frozenset({"ana", "ben", "cleo", "dan", "dev", "eve", "finn", "pete", "pia", "ravi"})


def make(home: str, clients: int = CLIENTS) -> None:
    """Fill `home` with a service whose year ends at MOMENT, with a snapshot of its outcomes."""
    os.environ["KITH_HOME"] = home
    from kith.cli.serving import prepare

    prepare()
    from kith.cli.allocation_life import tell_allocations
    from kith.cli.around_life import tell_people_around
    from kith.cli.choosing import tell_choices
    from kith.cli.first_meetings import tell_first_meetings
    from kith.cli.group_life import tell_group_life
    from kith.cli.outing_life import tell_outings
    from kith.cli.own_learning import tell_own_learning
    from kith.cli.peer_life import tell_peer_life
    from kith.cli.replay import Replay
    from kith.cli.research_life import tell_research, tell_rows_that_leave
    from kith.cli.rota import plan_rota
    from kith.simulation import simulate

    replay = Replay(simulate(SEED, ends=MOMENT, clients=clients), PASSWORD, PEOPLE)
    replay.run(lambda done, of: None)
    replay.ask(at=MOMENT)
    replay.take_snapshot(by="cleo", at=MOMENT)
    tell_own_learning(replay, at=MOMENT)
    plan_rota(replay, by="cleo", at=MOMENT)
    tell_group_life(replay, lead="finn", at=MOMENT)
    tell_first_meetings(replay, at=MOMENT)
    tell_allocations(replay, at=MOMENT)
    tell_choices(replay, by="ben", undecided="ana", at=MOMENT)
    tell_peer_life(replay, peer="pete", lead="eve", team="ben", client=replay.clients["ana"], at=MOMENT)
    tell_people_around(replay, team="ben", client=replay.clients["ana"], at=MOMENT)
    tell_outings(replay, team="ben", client=replay.clients["ana"], at=MOMENT)
    tell_research(replay, asks="ravi", decides="pia", at=MOMENT)
    tell_rows_that_leave(replay, asks="cleo", decides="pia", at=MOMENT)
    _begin_training(at=MOMENT)


def _begin_training(*, at: datetime) -> None:
    """Ben is in training, and Eve has approved every record of his until now."""
    from kith.care.actions.sign_off import sign_off_record
    from kith.care.models import SessionRecord, User
    from kith.care.permissions import viewer_of

    ben, eve = (User.objects.get(username=name) for name in ("ben", "eve"))
    User.objects.filter(pk=ben.pk).update(is_trainee=True)
    supervisor = viewer_of(eve, at=at)
    for record in SessionRecord.objects.filter(author=ben, adds_to=None).select_related("author", "client"):
        if record.client.carerelationship_set.filter(staff=ben, ends=None).exists():
            sign_off_record(record=record, decision="approved", words="", by=supervisor, at=at)


if __name__ == "__main__":
    make(sys.argv[1], *map(int, sys.argv[2:]))
