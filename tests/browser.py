"""The browser of the journeys: found on this machine, or installed where that is possible, never downloaded otherwise.

`python -m tests.browser` prepares one and says which; tests call `find`.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
PLACES = (Path("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"),)
# Without fonts-noto-core, right-to-left and non-Latin pages are drawn as empty boxes.
PACKAGES = ("chromium", "fonts-noto-core")
LAUNCH_ARGUMENTS = (
    "--no-sandbox",
    # The tests' own network guard ends at this process, so the browser is told to find no other host.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
    "--disable-background-networking",
)
MISSING = (
    "No browser for the journeys. Looked for $CHROME, then for " + ", ".join(NAMES) + ". "
    "Install Chromium (on Debian: apt-get install " + " ".join(PACKAGES) + "), or set CHROME to a browser's path."
)


def find() -> Path | None:
    """The browser's path: what $CHROME says, else the first one known; None when there is none."""
    chosen = os.environ.get("CHROME")
    if chosen:
        return Path(chosen) if os.access(chosen, os.X_OK) else None
    for name in NAMES:
        if path := shutil.which(name):
            return Path(path)
    return next((place for place in PLACES if os.access(place, os.X_OK)), None)


def can_install() -> bool:
    """True where Debian's own package can be installed without asking anybody."""
    return os.name == "posix" and os.geteuid() == 0 and shutil.which("apt-get") is not None


def install() -> bool:
    """Install Debian's Chromium and the fonts; True if both steps went well."""
    quiet = {"DEBIAN_FRONTEND": "noninteractive"}
    steps = (["update", "-q"], ["install", "-y", "-q", "--no-install-recommends", *PACKAGES])
    for step in steps:
        done = subprocess.run(
            ["apt-get", *step], env=os.environ | quiet, stdin=subprocess.DEVNULL, capture_output=True, text=True
        )
        if done.returncode:
            print(f"apt-get {step[0]} failed: {done.stderr.strip()[-400:]}")
            return False
    return True


def main() -> int:
    """Have a browser if it can be had, and say so in one line."""
    path = find()
    if path is None and not os.environ.get("CHROME") and can_install():
        print("browser for the journeys: none yet; installing " + " and ".join(PACKAGES), flush=True)
        path = find() if install() else None
    print(f"browser for the journeys: {path}" if path else MISSING, flush=True)
    return 0 if path else 1


if __name__ == "__main__":
    sys.exit(main())
