"""What is printed while a model is opened and trained."""

import logging
import math

import pytest

from pytmva_keras import bridge


def test_verbose_0_is_silent(book_and_train, capfd, caplog, scripted):
    scripted([0.5, math.nan])
    book_and_train(num_epochs=2, verbose=0, tries_early_stopping=1)
    assert capfd.readouterr() == ("", "") and not caplog.records


@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # as Python does outside pytest
def test_a_line_an_epoch(book_and_train, capsys, monkeypatch):
    monkeypatch.setattr(logging.getLogger(), "handlers", [])
    book_and_train(num_epochs=2, verbose=1, learning_rate_schedule="0,0.1")
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 2 and lines[0].startswith("Epoch 1/2  ") and lines[1].startswith("Epoch 2/2  ")
    for name in ("loss ", "val_loss ", "learning_rate 0.1"):
        assert name in lines[0]


@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # as Python does outside pytest
def test_warnings_look_like_tmva(options, make_model, capsys, monkeypatch, tmp_path):
    """Ours, and those of Python's own module."""
    monkeypatch.setattr(logging.getLogger(), "handlers", [])
    (tmp_path / "code.py").write_text("import warnings\nwarnings.warn('two\\nlines')\n")
    bridge.open_trainer(options(make_model(1, "linear"), verbose=1, user_code=str(tmp_path / "code.py")))
    captured = capsys.readouterr()
    prefix = "<WARNING> PyKeras                  : "
    lines = captured.out.splitlines()
    assert lines and all(line.startswith(prefix) for line in lines) and captured.err == ""
    assert lines[0] == prefix + "UserWarning: two" and lines[1].startswith(prefix + "lines (")
    assert 'the default loss expects a sigmoid' in lines[2]


def test_a_program_with_its_own_log_keeps_it(book_and_train, capsys, caplog):
    with caplog.at_level(logging.INFO):
        book_and_train(num_epochs=1, verbose=1)
    assert "Epoch 1/1" in caplog.text and capsys.readouterr().out == ""
