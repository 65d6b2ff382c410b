from datetime import UTC, date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from medsos_cli.errors import InputError
from medsos_cli.words.days import (
    HOW_TO_WRITE,
    Clock,
    long_ago,
    read_cell_day,
    read_day,
    read_month,
    read_zone,
)

THURSDAY = date(2020, 12, 3)
MONTHS = ("Januari", "Pebruari", "Maret", "April", "Mei", "Juni", "Juli", "Agustus", "September",
          "Oktober", "Nopember", "Desember")  # fmt: skip
SHORT = ("Jan", "Feb", "Mar", "Apr", "Mei", "Jun", "Jul", "Agt", "Sep", "Okt", "Nov", "Des")
WEEKDAYS = ("Senin", "Selasa", "Rabu", "Kamis", "Jum'at", "Sabtu", "Minggu")
EPOCH = date(1899, 12, 30)


def forms(day: date) -> list[str]:
    """Return every way in which an office writes a day, and a spreadsheet keeps it."""
    month, short, weekday = MONTHS[day.month - 1], SHORT[day.month - 1], WEEKDAYS[day.weekday()]
    return [
        day.isoformat(), f"{day:%d/%m/%Y}", f"{day.day}/{day.month}/{day.year}",
        f"{day:%d-%m-%Y}", f"{day:%d.%m.%Y}", f"{day:%d/%m/%y}", f"{day.day}-{day.month}-{day:%y}",
        f"{day.day} {month} {day.year}", f"{day.day:02} {month.upper()}  {day.year}",
        f"{day.day} {short} {day.year}", f"{day.day}-{short}-{day:%y}",
        f"{day.day} {short} {day:%y}",
        f"{weekday}, {day.day} {month} {day.year}", f"{weekday} {day.day} {short} {day.year}",
        f"{weekday},{day.day} {short} {day.year}", f"{weekday}, {day:%d/%m/%Y}",
        f"{weekday.replace(chr(39), '')} {day:%d-%m-%Y}", f"{weekday.replace(chr(39), '’')} {day}",
        str((day - EPOCH).days),
    ]  # fmt: skip


@settings(max_examples=100, derandomize=True)
@given(st.dates(date(2000, 1, 1), date(2099, 12, 31)))
def test_every_form_of_a_day_is_read_as_that_day(day: date) -> None:
    assert {read_cell_day(form) for form in forms(day)} == {(day, None)}


@pytest.mark.parametrize("month", ["desember", "Des", "december", "dec"])
def test_months_have_several_names(month: str) -> None:
    assert read_day(f"3 {month} 2020") == (THURSDAY, None)


@pytest.mark.parametrize(
    ("text", "doubt"),
    [
        ("Rabu, 3 Des 2020", "2020-12-03 is a Kamis, not rabu; check the date"),
        ("Ahad 3/12/2020", "2020-12-03 is a Kamis, not ahad; check the date"),
        ("KAMIS, 3 Des 2020", None),
    ],
)
def test_a_weekday_that_contradicts_the_date_is_a_doubt(text: str, doubt: str | None) -> None:
    assert read_day(text) == (THURSDAY, doubt)


@pytest.mark.parametrize(
    ("text", "message", "hint"),
    [
        ("12/25/2020", "'12/25/2020' is not a date: there is no month 25", HOW_TO_WRITE),
        ("2020-13-01", "'2020-13-01' is not a date: there is no month 13", HOW_TO_WRITE),
        ("31/02/2020", "'31/02/2020' is not a date: that month has no such day", "look the day up"),
        ("29 Feb 2021", "'29 Feb 2021' is not a date: that month has no such day",
         "look the day up"),
        ("0/12/2020", "'0/12/2020' is not a date: that month has no such day", "look the day up"),
        ("1/0/2020", "'1/0/2020' is not a date: that month has no such day", "look the day up"),
        ("3 Foo 2020", "'3 Foo 2020' is not a date: no month is called 'foo'", HOW_TO_WRITE),
        ("tgl 3 Des 2020", "'tgl 3 Des 2020' is not a date: no weekday is called 'tgl'",
         HOW_TO_WRITE),
        ("3/12/1980", "'3/12/1980' is not a date an office can mean", HOW_TO_WRITE),
        ("3/12/0020", "'3/12/0020' is not a date an office can mean", HOW_TO_WRITE),
        *((text, f"{text!r} is not a date", HOW_TO_WRITE) for text in
          ("", "kemarin", "3/12", "Desember 2020", "3/12-2020", "3/12/20201", "44168", "kamis",
           "3 Des 2020 10:00", "Desember 3, 2020")),
    ],
)  # fmt: skip
def test_what_is_not_one_certain_day_is_refused(text: str, message: str, hint: str) -> None:
    with pytest.raises(InputError) as caught:
        read_day(text)
    assert (str(caught.value), caught.value.hint) == (message, hint)


@pytest.mark.parametrize("text", ["44168.5", "1", "32000", "80000", "441680", "-4416"])
def test_only_a_serial_of_our_time_is_one(text: str) -> None:
    with pytest.raises(InputError):
        read_cell_day(text)


def test_a_serial_of_a_spreadsheet_is_a_day_in_a_cell() -> None:
    assert read_cell_day("44168") == (THURSDAY, None)


@pytest.mark.parametrize(
    ("moment", "today"),
    [("2020-12-02T16:59:59", "2020-12-02"), ("2020-12-02T17:00:00", "2020-12-03"),
     ("2020-12-03T16:59:59", "2020-12-03"), ("2020-12-03T17:00:00", "2020-12-04")],
)  # fmt: skip
def test_today_is_counted_in_the_offices_zone(moment: str, today: str) -> None:
    now = datetime.fromisoformat(moment).replace(tzinfo=UTC)
    clock = Clock(read_zone("Asia/Jakarta"), lambda: now)
    assert clock.today.isoformat() == today
    assert clock.read("Today") == (clock.today, None)


@pytest.mark.parametrize("zone", ["Asia/Jakarta", "Asia/Makassar", "Asia/Jayapura"])
def test_noon_is_the_same_day_in_every_zone_of_the_country(clock: Clock, zone: str) -> None:
    there = Clock(read_zone(zone), clock.now)
    assert there.local_day(clock.noon(THURSDAY)) == THURSDAY


def test_what_has_been_is_not_ahead(clock: Clock) -> None:
    assert clock.read_past("3/12/2020") == THURSDAY
    assert clock.read("4/12/2020") == (date(2020, 12, 4), None)
    with pytest.raises(InputError, match="'4/12/2020' lies in the future: today is 2020-12-03"):
        clock.read_past("4/12/2020")


@pytest.mark.parametrize("name", ["", "WIB", "../etc/passwd", "Asia/", "Asia/Jakarta\0"])
def test_an_unknown_zone_is_refused(name: str) -> None:
    with pytest.raises(InputError, match="is no time zone") as caught:
        read_zone(name)
    assert caught.value.hint == (
        "use Asia/Jakarta (WIB), Asia/Makassar (WITA) or Asia/Jayapura (WIT)"
    )


@pytest.mark.parametrize(
    "text",
    ["2020-12-03 00:00:00", "3/12/2020 0:00:00", "2020-12-03T00:00:00", "2020-12-03 0.00",
     "3 / 12 / 2020", "3 - 12 - 2020", "2020/12/03", "2020.12.03", "3-XII-2020", "3/Des/2020",
     "3 Des. 2020", "Kamis Pon, 3 Desember 2020", "Kamis Pon 3/12/2020", "kamis-pon, 3/12/20",
     "3 Desember, 2020"],
)  # fmt: skip
def test_what_is_one_certain_day_is_read(text: str) -> None:
    assert read_day(text) == (THURSDAY, None)


def test_a_market_day_that_contradicts_its_date_is_doubted() -> None:
    day, doubt = read_day("Kamis Wage, 3 Des 2020")
    assert (day, str(doubt)) == (THURSDAY, "2020-12-03 is a Pon, not wage; check the date")


@pytest.mark.parametrize("text", ["12/3/2020 12:00:00 AM", "3/12/2020 25:00", "Kamis Foo 3/12/20"])
def test_what_another_country_writes_is_not_guessed(text: str) -> None:
    with pytest.raises(InputError):
        read_cell_day(text)


def test_a_cell_may_hold_a_moment_or_a_serial_with_zeros() -> None:
    assert read_cell_day("44168.0") == (THURSDAY, None)
    day, doubt = read_cell_day("03/12/2020 10:15:23")
    assert day == THURSDAY
    assert str(doubt) == "'03/12/2020 10:15:23' is a moment; taken as its day, 2020-12-03"


@pytest.mark.parametrize(
    ("days", "told"),
    [(0, None), (60, None), (61, "2 mo"), (364, "11 mo"), (365, "1 y"), (400, "1 y 1 mo"),
     (729, "1 y 11 mo"), (974, "2 y 8 mo")],
)  # fmt: skip
def test_an_age_of_more_than_sixty_days_is_in_years_and_months(days: int, told: str | None) -> None:
    assert (long_ago(days) and str(long_ago(days))) == told


@pytest.mark.parametrize(
    "text",
    ["2026-11", "2026/11", "11/2026", "11-2026", "11.2026", "11/26", "November 2026", "nov 2026",
     "Nov. 2026", " nopember  2026", "nov-26", "XI 2026"],
)  # fmt: skip
def test_a_month_is_read_as_people_write_one(text: str) -> None:
    assert read_month(text) == date(2026, 11, 1)


def test_a_month_has_the_names_of_both_languages() -> None:
    assert read_month("Desember 2020") == read_month("december 2020") == date(2020, 12, 1)


@pytest.mark.parametrize(
    "text", ["", "November", "2026", "2026-13", "13/2026", "3/11/2026", "2026-11-05", "foo 2026",
             "11 2026", "senin 2026", "today"],
)  # fmt: skip
def test_what_is_no_month_is_said_with_how_to_write_one(text: str) -> None:
    with pytest.raises(InputError, match="is no month") as failure:
        read_month(text)
    assert failure.value.hint == "write it as 2026-11, 11/2026 or November 2026"
