"""Weight files of genuine TMVA with damages at random: read, or refused with an error that names the file; never a crash."""

import random
import re
import resource
from array import array
from html import unescape

import pytest

import weight_files

FILES = [weight_files.DATA / f"{name}.weights.xml" for name in (
    "reader/plain", "reader/labels", "reader/spectators", "transforms/class_P_N", "transforms/class_G_D",
    "transforms/reg_G_T_N", "transforms/reg_U_V0_T0")]
NUMBER = r"-?\d+(?:\.\d+)?(?:e[-+]?\d+)?"
VALUES = ["nan", "inf", "-inf", "-1", "0", "1e308", "99999999999999", "4294967295", "1e-320", "", "abc", "1 2", "1000000"]


class Damage:
    """Functions text -> damaged text, each with its own kind of damage."""

    def __init__(self, seed):
        self.random = random.Random(seed)

    def pick(self, pattern, text):
        return self.random.choice(list(re.finditer(pattern, text)))

    def replace(self, pattern, text, replacement=""):
        found = self.pick(pattern, text)
        return text[:found.start()] + replacement + text[found.end():]

    def cut(self, text):
        return text[:self.random.randrange(len(text))]

    def flip(self, text):
        return self.replace("(?s).", text, chr(self.random.randrange(1, 128)))

    def number(self, text):
        return self.replace(rf'(?<=[\s>"]){NUMBER}(?=[\s<"])', text, self.random.choice(VALUES))

    def swap(self, text):
        a, b = sorted(self.random.sample(list(re.finditer(r'\w+="[^"]*"', text)), 2), key=re.Match.start)
        return text[:a.start()] + b[0] + text[a.end():b.start()] + a[0] + text[b.end():]

    def lose_attribute(self, text):
        return self.replace(r' \w+="[^"]*"', text)

    def lose_line(self, text):
        return self.replace(r"(?m)^.*\n", text)

    def lose_node(self, text):
        return self.replace(r"(?s)<(\w+)[^>]*[^/]>.*?</\1>", text)

    def repeat_line(self, text):
        line = self.pick(r"(?m)^.*\n", text)
        return text[:line.start()] + line[0] + text[line.start():]

    KINDS = (cut, flip, number, swap, lose_attribute, lose_line, lose_node, repeat_line)


def book_and_evaluate(root, path, text):
    """With the variables that `text`, the undamaged file, has."""
    reader = root.TMVA.Reader("!Color:Silent")
    link = array("f", [0.5])
    for expression in re.findall(r'VarIndex="\d+" Expression="([^"]*)"', text):
        reader.AddVariable(unescape(expression), link)
    for expression in re.findall(r'SpecIndex="\d+" Expression="([^"]*)"', text):
        reader.AddSpectator(unescape(expression), link)
    reader.BookMVA("M", str(path))
    return reader.EvaluateRegression(0, "M") if "<Targets" in text else reader.EvaluateMVA("M")


@pytest.mark.parametrize("kind", Damage.KINDS, ids=lambda kind: kind.__name__)
def test_damaged_files_are_read_or_refused_by_name(root, tmp_path, kind):
    damage = Damage(kind.__name__)
    path = tmp_path / "damaged.weights.xml"
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    refused = 0
    for file in FILES:
        text = file.read_text()
        for _ in range(6):
            path.write_text(kind(damage, text))
            try:
                response = book_and_evaluate(root, path, text)
                assert response == response
            except root.TMVA.FatalError as error:
                assert str(path) in str(error)
                refused += 1
    assert refused >= (30 if kind in (Damage.cut, Damage.lose_node) else 5)
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 200_000  # KiB


@pytest.mark.parametrize("value", ["abc", "", "nan"])
def test_what_should_be_a_number_is_named(root, tmp_path, value):
    text = FILES[0].read_text()
    path = tmp_path / "damaged.weights.xml"
    path.write_text(re.sub(r'(<Coefficient Index="2" Value=")[^"]*', rf"\g<1>{value}", text))
    with pytest.raises(root.TMVA.FatalError, match=f'Value of the XML node <Coefficient> .*, it is "{value}".*{path}'):
        book_and_evaluate(root, path, text)
