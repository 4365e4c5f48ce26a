"""CamCOPS's own task classes, timed in CamCOPS's own environment; run by `benchmarks.scoring`, not by hand.

    python camcops_peer.py SETS            prints JSON: import seconds, and sets a second by Kith's name of the measure

A set is what a form hands over: a task is made, its answers are put in, it is asked whether it is complete, and its
total (or its parts) is taken. CamCOPS's check that each answer is a permitted value (`field_contents_valid`) is left
out, though ours is always in; it would cost CamCOPS about another quarter of its speed.
"""

import importlib
import json
import random
import resource
import sys
import time
import warnings

warnings.simplefilter("ignore")

# Kith's id -> module, class, names of the answers, lowest and highest answer, methods that give the scores
CLASSES = {
    "phq9": ("phq9", "Phq9", [f"q{n}" for n in range(1, 11)], 0, 3, ["total_score"]),
    "phq8": ("phq8", "Phq8", [f"q{n}" for n in range(1, 9)], 0, 3, ["total_score"]),
    "gad7": ("gad7", "Gad7", [f"q{n}" for n in range(1, 8)], 0, 3, ["total_score"]),
    "pcl5": ("pcl5", "Pcl5", [f"q{n}" for n in range(1, 21)], 0, 4, ["total_score"]),
    "audit": ("audit", "Audit", [f"q{n}" for n in range(1, 11)], 0, 4, ["total_score"]),
    "auditc": ("audit", "AuditC", [f"q{n}" for n in range(1, 4)], 0, 4, ["total_score"]),
    "core10": ("core10", "Core10", [f"q{n}" for n in range(1, 11)], 0, 4, ["total_score"]),
    "cesdr": ("cesdr", "Cesdr", [f"q{n}" for n in range(1, 21)], 0, 4, ["total_score"]),
    "epds": ("epds", "Epds", [f"q{n}" for n in range(1, 11)], 0, 3, ["total_score"]),
    "wsas": ("wsas", "Wsas", [f"q{n}" for n in range(1, 6)], 0, 8, ["total_score"]),
    "wemwbs": ("wemwbs", "Wemwbs", [f"q{n}" for n in range(1, 15)], 1, 5, ["total_score"]),
    "swemwbs": ("wemwbs", "Swemwbs", [f"q{n}" for n in range(1, 8)], 1, 5, ["total_score"]),
    "pswq": ("pswq", "Pswq", [f"q{n}" for n in range(1, 17)], 1, 5, ["total_score"]),
    "pdss-sr": ("pdss", "Pdss", [f"q{n}" for n in range(1, 8)], 0, 4, ["total_score"]),
    "bdi2": ("bdi", "Bdi", [f"q{n}" for n in range(1, 22)], 0, 3, ["total_score"]),
    "ies-r": (
        "iesr",
        "Iesr",
        [f"q{n}" for n in range(1, 23)],
        0,
        4,
        ["total_score", "avoidance_score", "intrusion_score", "hyperarousal_score"],
    ),
}


def main(count):
    begun = time.perf_counter()
    importlib.import_module("camcops_server.cc_modules.cc_all_models")
    classes = {
        name: getattr(importlib.import_module(f"camcops_server.tasks.{module}"), kind)
        for name, (module, kind, *_) in CLASSES.items()
    }
    first = classes["phq9"](**{f"q{n}": 1 for n in range(1, 10)}).total_score()
    found = {"import_and_first_seconds": time.perf_counter() - begun, "first": first, "sets_per_second": {}}
    for name, (_module, _kind, fields, low, high, methods) in CLASSES.items():
        chance = random.Random(1)
        sets = [[chance.randint(low, high) for _ in fields] for _ in range(count)]
        begun = time.perf_counter()
        for answers in sets:
            task = classes[name]()
            for field, answer in zip(fields, answers, strict=True):
                setattr(task, field, answer)
            task.is_complete()
            for method in methods:
                getattr(task, method)()
        found["sets_per_second"][name] = count / (time.perf_counter() - begun)
    found["peak_mb"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps(found))


if __name__ == "__main__":
    main(int(sys.argv[1]))
