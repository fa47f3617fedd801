"""What a database says is shown without its password, and with all other words."""

from pathlib import Path

import pytest
from sqlalchemy.exc import OperationalError

from driftcheck.config import parse_database
from driftcheck.history.troubles import translate_errors
from driftcheck.model import HistoryError
from tests.each import each

REASONS = (
    ("p", 'no pg_hba.conf entry for host "p"', 'no pg_hba.conf entry for host "p"'),
    ("secret", "secretary of secret", "secretary of (sensitive)"),
    ("s3cret-9", 'bad "s3cret-9" in s3cret-9x', 'bad "(sensitive)" in s3cret-9x'),
    ("s3/ret", "in postgresql://u:s3%2Fret@h", "in postgresql://(sensitive)@h"),
    (
        "p",
        "in host=h password=p sslpassword='p q'",
        "in host=h password=(sensitive) sslpassword=(sensitive)",
    ),
    ("p", "could not use hidden-words", "could not use (sensitive)"),
    ("p", "bad option in postgresql://u:p@h/d", "bad option in postgresql://(sensitive)@h/d"),
)


@each(("password", "message", "expected"), REASONS)
def test_a_password_is_hidden_only_where_it_is_a_word(
    password: str, message: str, expected: str, tmp_path: Path
) -> None:
    quoted = password.replace("/", "%2F")
    database = parse_database(f"postgresql://u:{quoted}@h/d?sslpassword=hidden-words", tmp_path)
    with pytest.raises(HistoryError) as caught, translate_errors(database, 1):
        raise OperationalError("SELECT 1", None, Exception(message))
    (problem,) = caught.value.problems
    assert problem.message.endswith(f"cannot be used: {expected}")
