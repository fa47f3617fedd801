"""The page of the history stays short: few bars, few rows, and how many more there are."""

from pathlib import Path

from driftcheck.history import html, overview, store
from tests.history.making import database, nights, record, sighting


def page(folder: Path) -> str:
    with (
        store.open_history(database(f"sqlite:///{folder / 'h.db'}")) as opened,
        opened.reading() as connection,
    ):
        return html.history_page(overview.overview_of(connection, "h.db", overview.Excerpt()))


def test_a_chart_of_bars_has_eight_and_says_how_many_more(tmp_path: Path) -> None:
    found = [sighting(name, check=f"rule-{name:02}") for name in range(11)]
    record(f"sqlite:///{tmp_path / 'h.db'}", *nights(found, []))
    by_check = page(tmp_path).partition("By check")[2].partition("</section>")[0]
    assert (by_check.count("<li>"), by_check.count("… and 3 more")) == (8, 1)


def test_a_thousand_findings_of_one_check_are_one_row(tmp_path: Path) -> None:
    found = [sighting(name) for name in range(0, 2000, 2)]
    record(f"sqlite:///{tmp_path / 'h.db'}", *nights(found))
    opened = page(tmp_path).partition('<h2 id="open">')[2].partition("</section>")[0]
    assert opened.count("<tr>") == 2
    assert "<bdi>1,000 numbers</bdi>" in opened
    assert opened.count("+1202555") < 110


def test_only_the_worst_of_very_many_groups_are_listed(tmp_path: Path) -> None:
    found = [sighting(name, check=f"rule-{name:03}", severity="low") for name in range(120)]
    worst = sighting(500, severity="critical")
    record(f"sqlite:///{tmp_path / 'h.db'}", *nights([*found, worst]))
    opened = page(tmp_path).partition('<h2 id="open">')[2].partition("</section>")[0]
    assert opened.index("+12025550500") < opened.index("rule-000")
    assert "… and 21 more findings; -o json has all." in opened
