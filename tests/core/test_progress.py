"""What is shown of work that takes long: in a terminal a bar that goes away, in a log a few lines, nothing in silent mode."""

import os
import pty
import re
import subprocess
import sys
from pathlib import Path

import pytest

SOURCE = Path(os.environ.get("PYTMVA_SOURCE", Path(__file__).resolve().parents[2]))

SCRIPT = """
import sys, time
import ROOT
import pytmva_keras
ROOT.gInterpreter.AddIncludePath(sys.argv[1])
ROOT.TMVA.gConfig().SetSilent(sys.argv[2] == "silent")
ROOT.TMVA.gConfig().SetDrawProgressBar(sys.argv[2] != "no bar")
ROOT.gInterpreter.Declare('#include "base/Progress.h"')
print("begin", flush=True)
for seconds in (0, float(sys.argv[3])):
    progress = ROOT.TMVA.Progress("Reading", 1000)
    begin = time.monotonic()
    for done in range(0, 1001, 50):
        progress.Update(done)
        time.sleep(seconds / 20)
    progress.__destruct__()
print("end", flush=True)
"""


def shown(mode, seconds, terminal):
    command = [sys.executable, "-W", "ignore", "-c", SCRIPT, str(SOURCE / "src/core"), mode, str(seconds)]
    if not terminal:
        text = subprocess.run(command, capture_output=True, text=True, timeout=120, check=True).stdout
    else:
        master, slave = pty.openpty()
        with subprocess.Popen(command, stdout=slave, stderr=subprocess.DEVNULL) as process:
            os.close(slave)
            parts = []
            while True:
                try:
                    part = os.read(master, 10000)
                except OSError:  # the other end is closed
                    break
                parts.append(part)
            assert process.wait() == 0
        os.close(master)
        text = b"".join(parts).decode()
    return re.search("begin\\s+(.*)end", text, re.DOTALL).group(1)


def test_a_terminal_has_a_bar_that_goes_away():
    text = shown("bar", 2, terminal=True)
    bars = re.findall(r"\rReading \[=*> *\] ([ \d]\d)%, \d+ s left", text)
    assert 3 <= len(bars) <= 20 and sorted(bars) == bars and int(bars[0]) >= 50  # only after a second
    assert "\n" not in text and re.search(r"\r +\r$", text)


@pytest.mark.parametrize("mode, terminal", [("bar", False), ("no bar", True), ("silent", True), ("silent", False)])
def test_nothing_is_shown_of_two_seconds_else(mode, terminal):
    assert shown(mode, 2, terminal) == ""


def test_a_log_has_a_line_after_ten_seconds():
    lines = re.findall(r"Reading: (\d+)% done, (\d+) s left", shown("bar", 12, terminal=False))
    assert len(lines) == 1 and 70 <= int(lines[0][0]) <= 95
