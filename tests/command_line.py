"""Wrong command lines, as tests try them."""

from experiments.cli import main


def refused(capsys, *words: str) -> str:
    """What a wrong command line is told; it prints nothing else and ends with code 2."""
    assert main(list(words)) == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert "Traceback" not in told.err
    return told.err
