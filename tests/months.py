"""A regency's month for the tests of the report: agencies, accounts, posts, handsets, reminders."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from random import Random

from medsos_cli.models import PLATFORMS, Agency, Finding, Platform, Presence, Verdict
from medsos_cli.rules.activity import AccountActivity, Activity, Known, Outcome
from medsos_cli.rules.changes import Between
from medsos_cli.rules.decisions import FollowUp, Handset
from medsos_cli.rules.report import Evidence
from medsos_cli.rules.spans import Per, Span, Target
from medsos_cli.rules.verdicts import Judgement
from medsos_cli.words.days import Clock, read_zone

CLOCK = Clock(read_zone("Asia/Jakarta"), lambda: datetime(2026, 12, 1, 3, 0, tzinfo=UTC))
NOVEMBER = Span(date(2026, 11, 1), date(2026, 11, 30))
JUDGEMENT = Judgement(NOVEMBER.last, 30, CLOCK)
TARGET = Target(8, Per.MONTH)


def finding(
    platform: Platform,
    verdict: str,
    days: int | None = None,
    looked: int | None = 0,
    flag: str = "",
) -> Finding:
    """Return a finding of the month's last day: its newest post and its latest look, in days."""
    told = Verdict(verdict)
    stated = told.has or told is Verdict.GONE
    last = NOVEMBER.last
    return Finding(
        platform,
        told,
        f"contoh.{platform}" if stated else None,
        None if days is None else last - timedelta(days=days),
        days,
        None if looked is None or not stated else last - timedelta(days=looked),
        flag=flag or None,
    )


def agency(code: str, kind: str | None, *findings: Finding, name: str = "") -> Presence:
    """Return an agency with these findings, unlisted on the other platforms."""
    told = {each.platform: each for each in findings}
    return Presence(
        Agency(code, name or f"Dinas {code.title()}", kind),
        tuple(told.get(each, Finding(each, Verdict.UNLISTED)) for each in PLATFORMS),
    )


NAMES = (
    *("Dinas " + name for name in (
        "Kesehatan", "Pendidikan dan Kebudayaan", "Sosial, Pengendalian Penduduk dan KB",
        "Pekerjaan Umum dan Penataan Ruang", "Perumahan dan Permukiman", "Lingkungan Hidup",
        "Perhubungan", "Komunikasi dan Informatika", "Koperasi, UKM dan Perindustrian",
        "Perdagangan", "Tenaga Kerja", "Pertanian dan Ketahanan Pangan", "Peternakan",
        "Kepemudaan, Olahraga dan Pariwisata", "Kearsipan dan Perpustakaan",
        "Penanaman Modal dan Pelayanan Terpadu Satu Pintu", "Pemberdayaan Masyarakat dan Desa",
        "Kependudukan dan Pencatatan Sipil",
    )),
    *("Badan " + name for name in (
        "Perencanaan Pembangunan, Penelitian dan Pengembangan Daerah", "Keuangan Daerah",
        "Kepegawaian dan Pengembangan SDM", "Penanggulangan Bencana Daerah",
        "Kesatuan Bangsa dan Politik", "Pendapatan Daerah",
    )),
    *("Bagian " + name for name in (
        "Pemerintahan", "Hukum", "Organisasi", "Umum", "Perekonomian", "Pembangunan",
        "Protokol dan Komunikasi Pimpinan", "Kesejahteraan Rakyat", "Pengadaan Barang/Jasa",
    )),
    *("Kecamatan " + name for name in (
        "Melati", "Mawar", "Kenanga", "Cempaka", "Anggrek", "Dahlia", "Flamboyan", "Teratai",
        "Kamboja", "Bougenvil", "Seruni", "Tanjung", "Soka", "Wijayakusuma", "Sedap Malam",
        "Kemuning", "Lavender", "Nusa Indah",
    )),
    "Sekretariat Daerah", "Sekretariat DPRD", "Inspektorat", "Satuan Polisi Pamong Praja",
    *("RSUD " + name for name in ("Contoh Satu", "Contoh Dua")),
    *("Perumda " + name for name in ("Air Minum", "BPR", "Pasar", "Aneka Usaha")),
    "Puskesmas Contoh", "PMI Kabupaten", "Baznas Kabupaten", "KONI Kabupaten",
)  # fmt: skip
_KINDS = {"Dinas", "Badan", "Bagian", "Kecamatan", "Sekretariat"}
_LIKELY = ("fresh",) * 9 + ("stale",) * 5 + ("unchecked",) * 2 + ("empty", "gone", "none", "none")


def regency(agencies: int = 65) -> Evidence:
    """Return a month of a regency with so many agencies, the same each time."""
    random = Random(12)  # noqa: S311  # for a test
    now, before, activities, handsets = [], [], [], []
    for n in range(agencies):
        name = NAMES[n % len(NAMES)] + ("" if n < len(NAMES) else f" {n}")
        word = name.split()[0]
        kind = word.lower() if word in _KINDS else None
        office = Agency(f"opd-{n:02}", name, kind)
        findings = tuple(_finding(random, each) for each in PLATFORMS)
        now.append(Presence(office, findings, (f"HP-{n + 1:02}",)))
        before.append(Presence(office, tuple(_earlier(random, each) for each in findings)))
        activities += [
            AccountActivity(office, each.platform, each.handle, _activity(random, each))
            for each in findings
            if each.verdict.has
        ]
        handsets.append(_handset(random, n, office))
    followups = [
        FollowUp(date(2026, 11, 3 + n), now[n * 5].agency, by, since)
        for n, (by, since) in enumerate(
            [("whatsapp", 4), ("whatsapp", 0), ("call", None), ("letter", 0), ("visit", 2)]
        )
        if n * 5 < agencies
    ]
    return Evidence(
        NOVEMBER, JUDGEMENT, now, before, Between(), activities, handsets, followups, TARGET,
        "Dinas Komunikasi dan Informatika Kabupaten Contoh",
    )  # fmt: skip


def _finding(random: Random, platform: Platform) -> Finding:
    verdict = random.choice(_LIKELY)
    if platform is Platform.TWITTER and random.random() < 0.5:
        verdict = random.choice(("none", "unlisted", "stale"))
    days = {"fresh": random.randrange(25), "stale": random.randrange(31, 700)}.get(verdict)
    looked = None if verdict == "unchecked" else random.choice([0, 0, 0, 0, 1, 45])
    flag = "impostor" if random.random() < 0.01 else ""
    found = finding(platform, verdict, days, looked, flag)
    return found._replace(approximate=days is not None and random.random() < 0.2)


def _earlier(random: Random, now: Finding) -> Finding:
    changed = {"fresh": "stale", "stale": "fresh", "gone": "fresh", "none": "stale"}
    if random.random() < 0.85:
        return now
    verdict = changed.get(now.verdict, "none")
    return finding(now.platform, verdict, 40 if verdict == "stale" else 3, 31)


def _activity(random: Random, found: Finding) -> Activity:
    made = random.randrange(1, 29) if found.verdict is Verdict.FRESH else 0
    if found.verdict is Verdict.UNCHECKED or random.random() < 0.15:
        return Activity(Known.UNKNOWN, target=TARGET, result=Outcome.NOT_SHOWN)
    met = Outcome.MET if made >= TARGET.posts else Outcome.MISSED
    day = None if not made or found.last_post is None else found.last_post
    if found.platform is Platform.INSTAGRAM or random.random() < 0.5 or not made:
        return Activity(
            Known.EXACT, made, min(made, 20), None, 30 - min(made, 20), day, day, False, TARGET, met
        )
    result = met if met is Outcome.MET else Outcome.NOT_SHOWN
    return Activity(Known.AT_LEAST, made, min(made, 20), None, None, day, day, True, TARGET, result)


def _handset(random: Random, n: int, office: Agency) -> Handset:
    state = random.choice(["held"] * 12 + ["in stock", "lost", "written off"])
    paper = f"028/{n + 1}/2026" if random.random() < 0.9 else None
    until = date(2026, 11, 1) + timedelta(days=random.randrange(300))
    return Handset(f"HP-{n + 1:02}", state, office, paper, until)


def presences(*agencies: Presence) -> Evidence:
    """Return a month of these agencies, with nothing before it."""
    return Evidence(NOVEMBER, JUDGEMENT, agencies)


def made(
    presence: Presence, *posts: int | None, known: Known = Known.EXACT
) -> Sequence[AccountActivity]:
    """Return the activity of an agency's accounts: so many posts each, None for unknown."""
    return [
        AccountActivity(
            presence.agency, each.platform, each.handle,
            Activity(Known.UNKNOWN) if number is None else Activity(known, number),
        )
        for each, number in zip(presence.findings, posts, strict=False)
    ]  # fmt: skip
