#!/usr/bin/env python3
"""Everything from a fresh checkout: `python3 do.py demo`, `python3 do.py test`.

It makes an environment in `.venv`, installs exactly what the lock files say, and runs the command there. It needs a
Python of 3.11 or newer and nothing else. The file itself stays readable to older Pythons, so that it can say so.
"""

import contextlib
import hashlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
import xml.etree.ElementTree as ElementTree

ROOT = os.path.dirname(os.path.abspath(__file__))
VENV = os.path.join(ROOT, ".venv")
PYTHON = os.path.join(VENV, "bin", "python")
OLDEST_PYTHON = (3, 11)
NAMES_OF_PYTHONS = ["python3.14", "python3.13", "python3.12", "python3.11", "python3", "python"]
# The demonstration needs less than the tests do. Each later lock holds all that the earlier one holds.
LOCKS = {"runtime": "requirements/runtime.txt", "dev": "requirements/dev.txt"}
HEARTBEAT_SECONDS = 5
# The tests that touch the record run again on PostgreSQL; the rest of the house never meets a database.
TESTS_OF_THE_RECORD = ["tests/care", "tests/web", "tests/api", "tests/cli"]
CHECKS = [["ruff", "check"], ["ruff", "format", "--check"], ["lint-imports", "--no-logo"], ["mypy"]]
STARTED = time.monotonic()


class Stop(Exception):
    """A problem the reader can do something about: what happened, what was found, what to do."""

    def __init__(self, happened, found, do):
        super().__init__("{}\n  Found: {}\n  To do: {}".format(happened, found, do))


def say(text):
    """Print one line of progress, with the seconds since the start; on stderr, so that output stays clean."""
    print("[{:6.1f} s] {}".format(time.monotonic() - STARTED, text), file=sys.stderr, flush=True)


# ------------------------------------------------------------------------------------------------ a Python new enough


def check_python(arguments):
    """Go on if this Python is new enough; otherwise start again with one that is, or say what to install."""
    if os.name == "nt":
        raise Stop("Kith runs on Linux and macOS.", "Windows.", "Run it inside the Windows Subsystem for Linux.")
    if sys.version_info >= OLDEST_PYTHON:
        return
    for name in NAMES_OF_PYTHONS:
        path = shutil.which(name)
        if path and is_new_enough(path):
            os.execv(path, [path, os.path.abspath(__file__), *arguments])
    raise Stop(
        "Kith needs Python 3.11 or newer.",
        "Python {}.{} at {}, and no newer one on PATH.".format(*sys.version_info[:2], sys.executable),
        "Install Python 3.11 or newer (on Debian and Ubuntu: apt-get install python3 python3-venv), then try again.",
    )


def is_new_enough(python):
    """Ask a Python for its version; a broken one, or a shim that leads nowhere, is not new enough."""
    question = "import sys; sys.exit(sys.version_info < {!r})".format(OLDEST_PYTHON)
    return subprocess.call([python, "-c", question], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) == 0


# --------------------------------------------------------------------------------------------------- the environment


def environment_for_children(**more):
    """The environment of every command run here: this checkout's packages only, and byte code is kept."""
    # A hospital's network often has a certificate of its own, which uv only believes when it asks the system.
    more = dict({"UV_SYSTEM_CERTS": "1", "UV_NATIVE_TLS": "1"}, **more)
    unwanted = ["PYTHONDONTWRITEBYTECODE", "PYTHONHOME", "PYTHONPATH", "VIRTUAL_ENV"]
    kept = {name: value for name, value in os.environ.items() if name not in unwanted}
    return dict(kept, PYTHONNOUSERSITE="1", PATH=os.path.join(VENV, "bin") + os.pathsep + kept.get("PATH", ""), **more)


@contextlib.contextmanager
def only_one_at_a_time():
    """Wait while another do.py works on the same environment."""
    import fcntl

    with open(os.path.join(VENV, "kith.lock"), "w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            say("another do.py is preparing the environment; waiting for it")
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def prepare(kind):
    """Have an environment that holds the lock `kind`, whatever state the last start left behind."""
    if os.path.islink(VENV):
        raise Stop(
            "The environment belongs to another checkout, and making it fit this one would empty it there.",
            ".venv is a link to {}.".format(os.path.realpath(VENV)),
            "Remove the link, so that an environment is made here; or use the programs in .venv/bin directly.",
        )
    os.makedirs(VENV, exist_ok=True)
    with only_one_at_a_time():
        interrupted = os.path.join(VENV, "kith-installing")
        if os.path.exists(interrupted):
            say("the last installation did not finish; starting it afresh")
            empty_environment()
        elif os.path.lexists(PYTHON) and not (os.path.exists(PYTHON) and is_new_enough(PYTHON)):
            say("the environment's Python is gone or too old; building the environment afresh")
            empty_environment()
        elif any(stamp.get("root", ROOT) != ROOT for stamp in map(read_stamp, LOCKS)):
            say("the checkout was moved or copied; building the environment afresh")
            empty_environment()
        if is_prepared(kind):
            return
        with open(interrupted, "w"):
            pass
        make_environment()
        install(kind)
        add_kith()
        compile_everything()
        write_stamp(kind)
        os.remove(interrupted)
        say("the environment is ready")


def empty_environment():
    for name in os.listdir(VENV):
        if name == "kith.lock":
            continue
        path = os.path.join(VENV, name)
        if os.path.isdir(path) and not os.path.islink(path):
            shutil.rmtree(path)
        else:
            os.remove(path)


def make_environment():
    if os.path.exists(PYTHON):
        return
    say("making an environment in .venv with Python {}.{}.{}".format(*sys.version_info[:3]))
    run_quietly([sys.executable, "-m", "venv", "--without-pip", VENV], "Making the environment failed.")


def install(kind):
    """Install the lock file: with uv where it is found, otherwise, or if uv cannot, with pip."""
    lock = os.path.join(ROOT, LOCKS[kind])
    with open(lock) as lines:
        count = sum("==" in line for line in lines)
    options = ["--require-hashes", "--only-binary", ":all:", "-r", lock]
    uv = shutil.which("uv")
    if uv:
        say("installing {} packages with uv".format(count))
        try:
            # Some machines name their package index, or their certificates, only where pip looks.
            return run_quietly([uv, "pip", "install", "--python", PYTHON, *options], "uv could not install.")
        except Stop:
            say("uv could not install them; trying pip")
    add_pip()
    say("installing {} packages with pip".format(count))
    run_quietly([PYTHON, "-m", "pip", "install", *options], "Installing the packages failed.")


def add_pip():
    """Put pip into the environment; Debian keeps the module that does so in a package of its own."""
    if subprocess.call([PYTHON, "-c", "import pip"], stderr=subprocess.DEVNULL) == 0:
        return
    if subprocess.call([PYTHON, "-c", "import ensurepip"], stderr=subprocess.DEVNULL) != 0:
        raise Stop(
            "The packages cannot be installed.",
            "{} has no module ensurepip, and there is no uv on PATH.".format(sys.executable),
            "Install one of them (on Debian and Ubuntu: apt-get install python3-venv), then try again.",
        )
    run_quietly([PYTHON, "-m", "ensurepip"], "Adding pip to the environment failed.")


def add_kith():
    """Let the environment see this checkout and give it the command `kith`; needs no build tool and no network."""
    question = "import sysconfig; print(sysconfig.get_path('purelib'))"
    site_packages = subprocess.check_output([PYTHON, "-c", question], universal_newlines=True).strip()
    with open(os.path.join(site_packages, "kith-checkout.pth"), "w") as path_file:
        path_file.write(ROOT + "\n")
    command = os.path.join(VENV, "bin", "kith")
    with open(command, "w") as script:
        # A `#!` line is cut off at 127 characters on some systems, so a shell looks for the Python beside the script.
        script.write('#!/bin/sh\nexec "$(dirname "$(readlink -f "$0")")/python" -m kith "$@"\n')
    os.chmod(command, 0o755)


def compile_everything():
    """Write byte code now: without it every later start is three to four times slower."""
    say("compiling to byte code")
    folders = [os.path.join(VENV, "lib"), os.path.join(ROOT, "kith")]
    # Some packages carry templates that are no valid Python; those files are left as they are.
    subprocess.call(
        [PYTHON, "-m", "compileall", "-q", "-j", "0", *folders],
        env=environment_for_children(),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def run_quietly(command, failure):
    """Run a long command with its output in a file, and say every few seconds how far it is."""
    log_path = os.path.join(VENV, "kith-install.log")
    with open(log_path, "w+") as log:
        process = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=log, stderr=subprocess.STDOUT, env=environment_for_children()
        )
        try:
            while process.poll() is None:
                try:
                    process.wait(HEARTBEAT_SECONDS)
                except subprocess.TimeoutExpired:
                    say("  still at it: " + last_line(log_path)[:90])
        finally:
            if process.poll() is None:
                process.terminate()
                process.wait()
    if process.returncode:
        with open(log_path) as log:
            ending = "".join(log.readlines()[-12:]).strip()
        raise Stop(
            failure,
            "`{} ...` ended with code {}:\n{}".format(" ".join(command[:4]), process.returncode, ending),
            "Check the network and the free space on the disk, then start the same command again; it begins afresh.",
        )


def last_line(path):
    with open(path, errors="replace") as lines:
        written = [line.strip() for line in lines if line.strip()]
    return written[-1] if written else "no output yet"


# ------------------------------------------------------------------------------------------------------------- stamps


def fingerprint(kind):
    """What the environment depends on: the lock, its Python, and the way we install."""
    digest = hashlib.sha256()
    for path in [os.path.join(ROOT, LOCKS[kind]), os.path.abspath(__file__)]:
        with open(path, "rb") as content:
            digest.update(content.read())
    version = subprocess.check_output([PYTHON, "-c", "import sys; print(sys.version, sys.platform)"])
    digest.update(version)
    return digest.hexdigest()


def stamp_path(kind):
    return os.path.join(VENV, "kith-{}.json".format(kind))


def is_prepared(kind):
    """True if this lock, or a larger one, was installed as it stands now."""
    if not os.path.exists(PYTHON):
        return False
    larger = list(LOCKS)[list(LOCKS).index(kind) :]
    return any(read_stamp(candidate).get("fingerprint") == fingerprint(candidate) for candidate in larger)


def read_stamp(kind):
    with contextlib.suppress(OSError, ValueError), open(stamp_path(kind)) as stamp:
        return json.load(stamp)
    return {}


def write_stamp(kind):
    for other in LOCKS:
        if other != kind and os.path.exists(stamp_path(other)):
            os.remove(stamp_path(other))
    with open(stamp_path(kind), "w") as stamp:
        json.dump({"fingerprint": fingerprint(kind), "root": ROOT}, stamp)


# ----------------------------------------------------------------------------------------------------------- commands


def become(command):
    """Go over into the command, so that Ctrl-C and signals reach it and its exit code is ours."""
    sys.stdout.flush()
    os.execve(command[0], command, environment_for_children())


def run_kith(arguments):
    prepare("runtime")
    become([PYTHON, "-m", "kith", *arguments])


def tool(name):
    return os.path.join(VENV, "bin", name)


@contextlib.contextmanager
def environment_for_tests():
    """The children's environment with a home of its own, so that no test meets a real record or a setting of yours."""
    kept = environment_for_children()
    for name in list(kept):
        if name == "DATABASE_URL" or name.startswith("KITH_"):
            del kept[name]
    with tempfile.TemporaryDirectory(prefix="kith-tests-") as home:
        yield dict(kept, KITH_HOME=home)


def run_checks():
    """Run every check to its end, then say which of them found something."""
    prepare("dev")
    failed = []
    with environment_for_tests() as environment:
        for check in CHECKS:
            say("running " + " ".join(check))
            if subprocess.call([tool(check[0]), *check[1:]], cwd=ROOT, env=environment):
                failed.append(" ".join(check))
    print("checks: " + ("all clean" if not failed else "{} found something".format(", ".join(failed))))
    return 1 if failed else 0


def run_tests(quick, arguments):
    """Run the tests on SQLite, those of the record on PostgreSQL too, and close with one line of totals."""
    prepare("dev")
    base = [PYTHON, "-m", "pytest", "-n", "2", "--dist", "loadscope", "--no-loadscope-reorder", "--durations=20"]
    if quick:
        runs = [("SQLite, quick", [*base, "-m", "not (slow or journey or house)", *arguments])]
    else:
        subprocess.call([PYTHON, "-m", "tests.browser"], cwd=ROOT, env=environment_for_children())
        runs = [("SQLite", base + arguments)]
    folders = [folder for folder in TESTS_OF_THE_RECORD if has_tests(os.path.join(ROOT, folder))]
    if not quick and not arguments and folders:
        server = [PYTHON, "-W", "ignore", "-m", "tests.postgres"]
        runs.append(("PostgreSQL", server + base + ["-m", "not journey and not house"] + folders))
    totals = {"passed": 0, "failed": 0, "skipped": 0}
    for name, command in runs:
        say("tests on " + name)
        for outcome, count in count_outcomes(command).items():
            totals[outcome] += count
    say("done")
    print("{passed} passed, {failed} failed, {skipped} skipped".format(**totals), flush=True)
    return 1 if totals["failed"] or not totals["passed"] else 0


def has_tests(folder):
    return any(name.startswith("test_") for _, _, names in os.walk(folder) for name in names)


def count_outcomes(command):
    """Run pytest and count from its own report; a run that ends badly without a failed test counts as one failure."""
    with environment_for_tests() as environment:
        report = os.path.join(environment["KITH_HOME"], "report.xml")
        code = subprocess.call([*command, "--junit-xml", report], cwd=ROOT, env=environment)
        counts = {"passed": 0, "failed": 0, "skipped": 0}
        has_report = os.path.exists(report)
        if has_report:
            for suite in ElementTree.parse(report).getroot().iter("testsuite"):
                failed = int(suite.get("failures")) + int(suite.get("errors"))
                skipped = int(suite.get("skipped"))
                counts["failed"] += failed
                counts["skipped"] += skipped
                counts["passed"] += max(0, int(suite.get("tests")) - failed - skipped)
    if (code or not has_report) and not counts["failed"]:
        ending = "code {} and {} report".format(code, "a" if has_report else "no")
        print("pytest ended with {} although no test failed: this run counts as one failure.".format(ending))
        counts["failed"] = 1
    return counts


def run_tests_as_asked(arguments):
    return run_tests("--quick" in arguments, [argument for argument in arguments if argument != "--quick"])


COMMANDS = {
    "demo": (
        lambda arguments: run_kith(["demo", *arguments]),
        "a made-up service: [--fresh] [--port N] [--no-serve]",
    ),
    "test": (run_tests_as_asked, "every check and test: [--quick] [what pytest understands]"),
    "check": (lambda arguments: run_checks(), "style, walls and types, without the tests"),
    "kith": (run_kith, "any command of kith, such as: kith score phq9 2 2 1 0 3 1 0 2 1"),
}


def main(arguments):
    """Look the first word up and hand the rest on untouched."""
    check_python(arguments)
    if arguments and arguments[0] in COMMANDS:
        return COMMANDS[arguments[0]][0](arguments[1:])
    print("Prepares an environment in .venv and runs Kith in it.\n")
    for name, (_, purpose) in COMMANDS.items():
        print("  python3 do.py {:6} {}".format(name, purpose))
    return 0 if arguments in ([], ["-h"], ["--help"]) else 2


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except Stop as problem:
        sys.exit(str(problem))
    except KeyboardInterrupt:
        sys.exit("Stopped. Start the same command again; it goes on from a clean state.")
