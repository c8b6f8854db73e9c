"""A user's mistakes in Chinese.

Errors are worded where they are noticed, deep in the code and in English. These tables say the known
ones in Chinese, pattern by pattern; what they do not know stays as it is.
"""

import re

from experiments.chinese import common, files, laboratory
from experiments.language import Speech

PHRASES = (*laboratory.PHRASES, *files.PHRASES, *common.PHRASES)  # what is said in few places before what is common


def in_chinese(message: str) -> str:
    """Return the message with the phrases that the tables know in Chinese."""
    lines = message.splitlines()
    for pattern, words in PHRASES:
        lines = [re.sub(pattern, words, line) for line in lines]
    return "\n".join(lines)


def worded(message: str, say: Speech) -> str:
    """Return the message in the language of ``say``."""
    return say(in_chinese(message), message)
