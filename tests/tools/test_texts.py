"""How an accepted SMS is shown."""

import pytest

from tools.local.texts import line_for


@pytest.mark.parametrize(
    ("number", "text", "line"),
    [
        ("+31612345679", "Hoi Amina", "sms to 06…79: Hoi Amina"),
        ("+31612345679", "één\ntwee\r\ndrie", "sms to 06…79: één⏎twee⏎drie"),  # one line each
        ("+31612345679", "ሰላም 1: yes", "sms to 06…79: ሰላም 1: yes"),
        ("+380501234567", "Привіт", "sms to …67: Привіт"),  # no Dutch mobile
    ],
)
def test_a_text_is_whole_and_its_number_masked(number: str, text: str, line: str) -> None:
    assert line_for(number, text) == line
