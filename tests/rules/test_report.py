"""The leader's month: each figure of the report, from evidence written out."""

from collections import Counter
from datetime import date

import pytest

from medsos_cli.models import Agency, Platform, Verdict
from medsos_cli.rules.activity import Known, Outcome
from medsos_cli.rules.changes import Word
from medsos_cli.rules.decisions import FollowUp, Handset, Need, Subject
from medsos_cli.rules.report import Counted, compile_report
from tests.months import JUDGEMENT, agency, finding, made, presences, regency

IG, FB, X = Platform
DINKES = agency("kesehatan", "dinas", finding(IG, "fresh", 2), finding(FB, "stale", 90))
DINSOS = agency("sosial", "dinas", finding(IG, "gone"), finding(FB, "none"), finding(X, "none"))
CAMAT = agency("mawar", "kecamatan", finding(IG, "unchecked", looked=None))


def test_coverage_counts_agencies_by_platforms_and_against_the_month_before() -> None:
    before = agency("kesehatan", "dinas", finding(IG, "fresh", 2), finding(FB, "none"))
    report = compile_report(presences(DINKES, DINSOS, CAMAT)._replace(before=[before, CAMAT]))
    assert report.agencies == Counted(3, 2)
    assert report.coverage == {
        3: Counted(0, 0), 2: Counted(1, 0), 1: Counted(1, 2), 0: Counted(1, 0)
    }  # fmt: skip
    assert report.agencies.change == 1
    assert report.changes[Word.APPEARED] == ((DINKES.agency, FB),)
    assert sum(map(len, report.changes.values())) == 1


def test_without_anything_on_record_before_no_change_is_told() -> None:
    report = compile_report(presences(DINKES))
    assert not report.compared
    assert report.agencies == Counted(1)
    assert report.coverage[2].change is None
    assert not any(report.changes.values())


def test_agencies_of_whose_accounts_nothing_was_known_are_nothing_to_compare_with() -> None:
    unknown = agency("kesehatan", "dinas", name="Dinkes")
    report = compile_report(presences(DINKES, CAMAT)._replace(before=[unknown, agency("x", None)]))
    assert not report.compared
    figures = [report.agencies, *report.coverage.values()]
    figures += [each for line in report.platforms for each in line.verdicts.values()]
    assert {each.before for each in figures} == {each.change for each in figures} == {None}
    told = {word: whom for word, whom in report.changes.items() if whom}
    assert [*told] == [Word.CLOSED, Word.RENAMED]  # facts of the agencies themselves stay
    stated = agency("x", None, finding(IG, "none"))
    assert compile_report(presences(DINKES)._replace(before=[unknown, stated])).compared


def test_a_platforms_line() -> None:
    evidence = presences(DINKES, DINSOS, CAMAT)
    activities = [*made(DINKES, 4, 0), *made(CAMAT, None)]
    line, facebook, twitter = compile_report(evidence._replace(activities=activities)).platforms
    counts = {verdict: counted.now for verdict, counted in line.verdicts.items() if counted.now}
    assert counts == {Verdict.FRESH: 1, Verdict.UNCHECKED: 1, Verdict.GONE: 1}
    assert (line.accounts, line.looked_at) == (3, 2)
    assert (line.posts, line.posts_exact) == (4, False)
    assert line.known == {Known.EXACT: 1, Known.AT_LEAST: 0, Known.UNKNOWN: 1}
    assert line.results == dict.fromkeys(Outcome, 0)
    assert (facebook.posts, facebook.posts_exact) == (0, True)
    assert (twitter.posts, twitter.accounts) == (None, 0)


def test_what_is_known_of_no_account_is_not_none() -> None:
    activities = [*made(DINKES, None, 0)]
    line = compile_report(presences(DINKES)._replace(activities=activities)).lines[0]
    assert line.posts is None
    line = compile_report(presences(DINKES)._replace(activities=made(DINKES, 0, 0))).lines[0]
    assert (line.posts, line.posts_exact) == (0, True)
    line = compile_report(presences(DINKES)._replace(activities=made(DINKES, None, 3))).lines[0]
    assert (line.posts, line.posts_exact) == (3, False)


def test_kinds_come_by_name_and_those_without_one_last() -> None:
    other = agency("contoh", None, finding(IG, "fresh", 1))
    report = compile_report(presences(other, CAMAT, DINSOS, DINKES))
    assert [(line.kind, line.agencies) for line in report.kinds] == [
        ("dinas", 2), ("kecamatan", 1), (None, 1)
    ]  # fmt: skip
    assert report.kinds[0].verdicts[IG, Verdict.FRESH] == 1
    assert [line.presence for line in report.lines] == [DINKES, DINSOS, CAMAT, other]


def test_whom_nobody_looked_at_in_the_month() -> None:
    old = agency("arsip", "dinas", finding(IG, "stale", 60, looked=40))
    report = compile_report(presences(DINKES, CAMAT, old))
    assert [(each.agency.code, each.last_look) for each in report.unseen] == [
        ("arsip", date(2026, 10, 21)), ("mawar", None)
    ]  # fmt: skip
    assert (report.looked_at, report.accounts) == (2, 4)


def test_the_most_active_are_ranked_among_exact_counts() -> None:
    exact = [agency(f"e{n}", None, finding(IG, "fresh", 1)) for n in range(7)]
    least = [agency(f"l{n}", None, finding(IG, "fresh", 1)) for n in range(7)]
    posts = [9, 3, 9, 4, 3, 3, 0]
    sure = [each for one, n in zip(exact, posts, strict=True) for each in made(one, n)]
    more = [each for one in least for each in made(one, 50, known=Known.AT_LEAST)]
    evidence = presences(*exact, *least)
    ranking = compile_report(evidence._replace(activities=[*more, *sure])).most_active
    assert ranking.best
    assert [(row.place, row.agency.code, row.figure) for row in ranking.rows] == [
        (1, "e0", 9), (1, "e2", 9), (3, "e3", 4), (4, "e1", 3), (4, "e4", 3)
    ]  # fmt: skip
    assert (ranking.tied, ranking.of) == (1, 6)
    few = compile_report(evidence._replace(activities=[*more, *sure[:3]])).most_active
    assert (few.best, few.of) == (False, 7)
    assert compile_report(evidence).most_active.rows == ()


def test_the_longest_silent_are_those_that_somebody_looked_at() -> None:
    seen = [agency(f"s{n}", None, finding(IG, "stale", 40 + n)) for n in range(6)]
    unseen = agency("lama", None, finding(IG, "stale", 900, looked=200))
    ranking = compile_report(presences(unseen, *seen)).longest_silent
    assert ranking.best
    assert [row.figure for row in ranking.rows] == [45, 44, 43, 42, 41]
    ranking = compile_report(presences(unseen)).longest_silent
    assert (ranking.best, [row.figure for row in ranking.rows]) == (False, [900])


def test_handsets_are_counted_and_those_that_need_a_look_named() -> None:
    held = Handset("HP-2", "held", DINKES.agency, "028/1", date(2026, 12, 29))
    bare = Handset("HP-1", "held", DINSOS.agency, None, date(2026, 11, 29))
    lost = Handset("HP-3", "lost", DINSOS.agency, None, date(2026, 11, 29))
    stock = Handset("HP-4", "in stock", None, None, date(2026, 12, 30))
    report = compile_report(presences(DINKES)._replace(handsets=[held, lost, bare, stock]))
    found = report.handsets
    assert found.by_state == {"held": 2, "in stock": 1, "lost": 1, "written off": 0}
    assert (found.lost, found.without_paper, found.lapsing) == ((lost,), (bare,), (bare, held))
    needs = {each.need: [one.device for one in each.subjects] for each in report.decisions}
    assert needs[Need.LOST] == ["HP-3"]
    assert needs[Need.NO_PAPER] == ["HP-1"]
    assert needs[Need.LAPSED] == ["HP-1"]


@pytest.mark.parametrize(
    ("until", "lapsed", "lapsing"),
    [(29, True, True), (30, False, True), (59, False, True), (60, False, False)],
)
def test_a_card_is_good_on_its_last_day(until: int, lapsed: bool, lapsing: bool) -> None:
    day = date.fromordinal(date(2026, 11, 1).toordinal() + until - 1)
    handset = Handset("HP-1", "held", DINKES.agency, "028/1", day)
    report = compile_report(presences()._replace(handsets=[handset]))
    assert bool(report.handsets.lapsing) is lapsing
    assert bool(report.decisions) is lapsed


def test_what_needs_a_decision() -> None:
    strange = agency("arsip", None, finding(IG, "fresh", 1, flag="impostor"), finding(FB, "empty"))
    nothing = agency("pasar", None)
    followups = [FollowUp(date(2026, 11, day), DINKES.agency, "call", 0) for day in (9, 4)]
    followups.append(FollowUp(date(2026, 11, 5), CAMAT.agency, "call", None))
    evidence = presences(DINSOS, strange, nothing)._replace(followups=followups)
    report = compile_report(evidence)
    assert [(each.need, each.subjects) for each in report.decisions] == [
        (Need.IMPOSTOR, (Subject(strange.agency, IG),)),
        (Need.GONE, (Subject(DINSOS.agency, IG),)),
        (Need.NO_ACCOUNT, (Subject(DINSOS.agency),)),
        (Need.REMINDED, (Subject(DINKES.agency),)),
        (Need.EMPTY, (Subject(strange.agency, FB),)),
        (Need.UNLISTED, (Subject(strange.agency), Subject(nothing.agency))),
    ]
    assert [each.day.day for each in report.followups] == [4, 5, 9]


@pytest.mark.parametrize(
    ("verdicts", "needs"),
    [
        ({}, [Need.UNLISTED]),
        ({IG: "none"}, [Need.NO_ACCOUNT, Need.UNLISTED]),
        ({IG: "none", FB: "none", X: "none"}, [Need.NO_ACCOUNT]),
        ({IG: "gone"}, [Need.GONE, Need.UNLISTED]),
        ({IG: "fresh", FB: "none"}, [Need.UNLISTED]),
    ],
)
def test_only_who_has_said_so_is_without_any_account(
    verdicts: dict[Platform, str], needs: list[Need]
) -> None:
    office = agency("pasar", None, *(finding(each, told) for each, told in verdicts.items()))
    report = compile_report(presences(office))
    assert [each.need for each in report.decisions] == needs


def test_a_closed_agency_stands_in_the_changes_only() -> None:
    report = compile_report(presences(DINKES)._replace(before=[DINKES, CAMAT]))
    assert report.changes[Word.CLOSED] == ((CAMAT.agency, None),)
    assert [line.presence for line in report.lines] == [DINKES]


def test_a_regencys_figures_add_up() -> None:
    evidence = regency()
    report = compile_report(evidence)
    assert compile_report(evidence) == report
    assert report.agencies.now == len(report.lines) == 65
    assert sum(each.now for each in report.coverage.values()) == 65
    assert sum(line.agencies for line in report.kinds) == 65
    for line in report.platforms:
        assert sum(each.now for each in line.verdicts.values()) == 65
        assert sum(line.known.values()) == sum(line.results.values())
        by_kind = Counter[Verdict]()
        for kind in report.kinds:
            by_kind.update({v: n for (p, v), n in kind.verdicts.items() if p is line.platform})
        assert by_kind == Counter({v: each.now for v, each in line.verdicts.items()})
    assert report.accounts - report.looked_at == len(report.unseen)
    assert sum(report.handsets.by_state.values()) == 65
    known = [line.posts for line in report.lines if line.posts is not None]
    assert sum(known) == sum(line.posts or 0 for line in report.platforms)
    assert report.judgement == JUDGEMENT
    assert all(isinstance(each.agency, Agency) for each in report.unseen)
