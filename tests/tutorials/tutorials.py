"""Runs ROOT's own tutorials, those of the installed wheel, each in a process of its own, in a directory that they share."""

import importlib.util
import re
import subprocess
import sys
from pathlib import Path

ROOT_DIR = Path(importlib.util.find_spec("ROOT").origin).parent
TUTORIALS = ROOT_DIR / "tutorials/machine_learning"
# The title and the options, in literals or a variable, of a method of TMVA that is not here.
MISSING = re.compile(r"""(Types::k)(?:BDT|Likelihood)(\s*,\s*"\w+"\s*,\s*)(?:methodOptions|(?:"[^"]*"\s*)+)""")


def with_our_methods(text):
    """The tutorial's text with LD, under the same title, for each method that is not here."""
    text, replaced = MISSING.subn(r'\1LD\2"!H:!V"', text)
    assert replaced
    return text


def replacing(*pairs):
    """A change of a tutorial's text: each pair is a text that occurs in it, and what takes its place."""

    def change(text):
        for old, new in pairs:
            assert old in text, old
            text = text.replace(old, new)
        return text

    return change


class Tutorials:
    """All run in one working directory, as a user would run them."""

    def __init__(self, directory):
        self.directory = directory

    def start(self, name, arguments="", change=None):
        """Runs the wheel's file as it is, or with its text changed on the fly, until it ends."""
        path = TUTORIALS / name
        if change:
            path = self.directory / path.name
            path.write_text(change((TUTORIALS / name).read_text()))
        if path.suffix == ".py":
            command = [sys.executable, path]
        else:
            command = [ROOT_DIR / "bin/root.exe", "-l", "-b", "-q", f"{path}{arguments}"]
        return subprocess.run(command, cwd=self.directory, capture_output=True, text=True, timeout=300)

    def run(self, name, arguments="", change=None):
        """The same for one that works: its standard output."""
        result = self.start(name, arguments, change)
        assert result.returncode == 0, result.stdout + result.stderr
        return result.stdout

    def refused(self, name, method, arguments=""):
        """The tutorial as it is ends with a message about `method`."""
        result = self.start(name, arguments)
        assert result.returncode == 1, result.stdout + result.stderr
        assert re.search(rf'There is no method "{method}".* Methods here: [\w, ]*Fisher, LD[\w, ]*PyKeras[\w, ]*\. '
                         rf"A ROOT built with TMVA has {method}\.", result.stdout + result.stderr), result.stdout


def areas(output):
    """ROC integrals, by method, of the table that EvaluateAllMethods prints for two classes."""
    table = output.split("ROC-integ\n")[-1].split("Testing efficiency")[0]
    return {title: float(area) for title, area in re.findall(r": \S+ +(\S+) +: (\d\.\d+)\n", table)}
