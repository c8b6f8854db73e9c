"""Loading a process of our own: the garbage collector waits."""

import gc

import pytest

from experiments import command_line
from experiments.cli import main
from experiments.loading import collecting_later


def test_the_collector_waits_while_a_process_is_loaded_and_then_goes_on_even_after_an_error():
    with pytest.raises(ImportError), collecting_later():
        assert not gc.isenabled()
        raise ImportError
    assert gc.isenabled()


def test_a_program_that_calls_the_command_keeps_its_own_collector(monkeypatch):
    seen = []
    monkeypatch.setattr(command_line, "prepared", lambda words, say: lambda: seen.append(gc.isenabled()) or 0)
    gc.disable()
    try:
        assert main(["--version"]) == 0
        assert not gc.isenabled()
    finally:
        gc.enable()
    assert seen == [False]
