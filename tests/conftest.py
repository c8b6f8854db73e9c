"""What several tests share."""

import pytest

from abm import load_region


@pytest.fixture(scope="session")
def tiny():
    """The made-up region."""
    return load_region("tiny")
