"""`medsos post`: links one by one, and a chat as WhatsApp exports it."""

import re
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest

from tests.conftest import Run
from tests.office import dump, open_office, query

IG = "https://www.instagram.com/p/CITDXUWhaNu/"
FB = "https://www.facebook.com/contohdinkes/posts/3497218943"
SHARED = "https://www.facebook.com/share/p/1AbCdEfGh"
X = "https://x.com/contoh_dinkes/status/1334000000000000000"
CHAT = f"""\
03/12/20 08.15 - Pesan dan panggilan terenkripsi secara end-to-end.
03/12/20 08.16 - \u202a+62\xa0812\u20113456\u20117890\u202c: sudah tayang
{IG} <Pesan ini diedit>
03/12/20 08.17 - Nunung: <Media tidak disertakan>
03/12/20 08.18 - Nunung: {FB} rahasia
03/12/20 08.19 - Budi: {FB} {X}
03/12/20 08.20 - Budi: https://t.co/abc https://youtu.be/abc
03/12/20 08.21 - Budi: https://t.co/abc
"""
TABLE = """\
agency  recorded  known already
──────  ────────  ─────────────
"""
NOT_SAID = "does not say whose post it is; say it: medsos post URL --agency AGENCY"
T_CO = (
    "line 7, from Budi: https://t.co/abc: 'https://t.co/abc' cannot be read without asking the "
    "network; open it in a browser and copy the address it leads to\n"
)
ELSEWHERE = "1 link of other networks or web sites was not taken: YouTube 1\n"


@pytest.fixture
def office(run: Run, tmp_path: Path) -> Run:
    """Keep three agencies; dinkes is on all three networks."""
    open_office(run, tmp_path)
    run("account", "set", "dinkes", "fb", "contohdinkes")
    run("account", "set", "dinkes", "x", "contoh_dinkes")
    return run


def posts(db: Path) -> list[tuple[object, ...]]:
    return query(
        db,
        "select platform, key, posted_at, accuracy, seen_at, source from standing_post order by id",
    )


def test_links_are_recorded_once(office: Run, db: Path) -> None:
    answer = office("post", IG, X, IG, "--agency", "dinkes")
    assert answer.out == (
        "dinkes: instagram post of ≈2020-12-02: recorded\n"
        "dinkes: twitter post of 2020-12-02: recorded\n"
    )
    assert office("post", X).out == "dinkes: twitter post of 2020-12-02: known already\n"
    assert [row[:4] for row in posts(db)] == [
        ("instagram", "contoh.dinkes", "2020-12-02T13:51:35Z", "lower bound"),
        ("twitter", "contoh_dinkes", "2020-12-02T05:02:39Z", "exact"),
    ]


def test_one_post_in_many_spellings_is_told_once(office: Run, db: Path) -> None:
    answer = office("post", X, f"{X}?s=20", X.replace("x.com", "m.twitter.com"),
                    X.replace("contoh_dinkes", "Contoh_Dinkes"))  # fmt: skip
    assert answer.out == "dinkes: twitter post of 2020-12-02: recorded\n"
    assert len(posts(db)) == 1


@pytest.mark.parametrize("day", ["2/12/2020", "Rabu, 2 Desember 2020", "2020-12-02"])
def test_a_post_of_facebook_has_the_day_said(office: Run, db: Path, day: str) -> None:
    assert office("post", FB, "--on", day).out == "dinkes: facebook post of 2020-12-02: recorded\n"
    assert posts(db) == [
        ("facebook", "contohdinkes", "2020-12-02T05:00:00Z", "day", "2020-12-03T03:00:00Z",
         "post-link")
    ]  # fmt: skip


def test_a_post_of_today_is_of_today_even_before_noon(office: Run) -> None:
    assert office("post", FB, "--on", "today").out == (
        "dinkes: facebook post of 2020-12-03: recorded\n"
    )
    audit = office("audit", "--agency", "dinkes", "--format", "csv")
    row = dict(zip(*[line.split(",") for line in audit.lines], strict=True))
    assert (row["facebook"], row["facebook_last_post"], row["facebook_days"]) == (
        "fresh", "2020-12-03", "0"
    )  # fmt: skip


@pytest.mark.parametrize(
    ("words", "error"),
    [
        ((X, "https://t.co/abc"), "'https://t.co/abc' cannot be read without asking the network"),
        ((X, FB), "the link of post '3497218943' does not say its day"),
        ((X, IG), "the instagram link of CITDXUWhaNu does not say whose post it is"),
        ((X, FB, "--on", "4/12/2020"), "--on: '4/12/2020' lies in the future: today is 2020-12-03"),
        ((X, "--on", "1/12/2020"), "post 1334000000000000000 is of 2020-12-02, not of 2020-12-01"),
        ((X, "https://x.com/contoh_dinkess/status/1334000000000000000", "--agency", "dinkes"),
         "no agency on record has the twitter account contoh_dinkess"),
        ((X, "--agency", "setda"),
         "the twitter account contoh_dinkes is that of dinkes, not of setda"),
        ((IG, "--agency", "setda"), "setda has no instagram account on record"),
        ((X, "https://x.com/contoh_dinkes/status/8138669971"),
         "post '8138669971' is too old: its id does not hold its date"),
        ((X, "https://x.com/contoh_dinkes/status/2001950365332455490"),
         "post '2001950365332455490' would lie in the future"),
        ((X, "https://x.com/contoh_dinkes"),
         "'https://x.com/contoh_dinkes' is an account, not a post"),
        ((), "no link is given"),
        ((X, "--senders", "a.csv"), "--senders goes with --from"),
        ((X, "--from", "a.txt"), "--from stands alone"),
    ],
)  # fmt: skip
def test_where_one_link_is_wrong_nothing_is_recorded(
    office: Run, db: Path, words: tuple[str, ...], error: str
) -> None:
    before = dump(db)
    assert office("post", *words, code=2).err.splitlines()[0] == f"error: {error}"
    assert dump(db) == before


def test_a_handle_of_nobody_names_the_near_ones(office: Run) -> None:
    answer = office("post", X.replace("dinkes", "dinkess"), "--agency", "dinkes", code=2)
    assert answer.err.splitlines()[1] == "hint: did you mean contoh_dinkes?"


def test_a_post_keeps_its_owner(office: Run) -> None:
    office("account", "set", "kalimanah", "ig", "contoh.kalimanah")
    office("post", IG, "--agency", "dinkes")
    assert office("post", IG).out == "dinkes: instagram post of ≈2020-12-02: known already\n"
    assert office("post", IG, "--agency", "kalimanah", code=2).err == (
        "error: the instagram post CITDXUWhaNu is that of dinkes, not of kalimanah\n"
    )


def test_of_two_agencies_with_one_handle_the_one_named_is_told(office: Run) -> None:
    office("account", "set", "kalimanah", "x", "contoh_dinkes")
    assert office("post", X, "--agency", "kalimanah").out.startswith("kalimanah: ")


def test_a_day_read_off_the_post_is_better_than_a_guess(office: Run, db: Path) -> None:
    chat = db.with_name("chat.txt")
    chat.write_text(f"03/12/20 08.18 - Ani: {FB}\n", encoding="utf-8")
    office("post", "--from", chat)
    assert (
        "facebook post of 2020-12-01: its day corrected"
        in office("post", FB, "--on", "1/12/2020").out
    )
    assert [row[3] for row in posts(db)] == ["day"]


@pytest.mark.parametrize(
    "senders",
    [
        "sender,agency\n+62 812-3456-7890,dinkes\n", "sender;agency\r\n081234567890;dinkes\r\n",
        "No\tAgency\tSender\n1\tDinas Kesehatan\t81234567890\n\t\t\n",
        "\ufeff\"Sender\",\"Agency\"\n'+6281234567890,DINKES\n",
        "sep=;\nsender;opd\n+62 812-3456-7890;dinkes\n",
        "No,OPD,No WA\n1,Dinas Kesehatan,\n,,081234567890\n",
    ],
)  # fmt: skip
def test_a_chat_is_gone_through_and_its_senders_are_known(
    office: Run, db: Path, tmp_path: Path, senders: str
) -> None:
    chat, known = tmp_path / "chat.txt", tmp_path / "senders.csv"
    chat.write_text(CHAT, encoding="utf-8")
    known.write_text(senders, encoding="utf-8")
    answer = office("post", "--from", chat, "--senders", known)
    assert answer.out == TABLE + "dinkes  3         0\n"
    merged = "senders.csv:3: 081234567890 is taken for dinkes, as the row above\n"
    not_taken = "1 link not understood:\n" + T_CO + ELSEWHERE
    assert answer.err == (merged if "\n,," in senders else "") + not_taken
    assert posts(db) == [
        ("instagram", "contoh.dinkes", "2020-12-02T13:51:35Z", "lower bound",
         "2020-12-03T01:16:00Z", "chat"),
        ("facebook", "contohdinkes", "2020-12-03T01:18:00Z", "guess", "2020-12-03T01:18:00Z",
         "chat"),
        ("twitter", "contoh_dinkes", "2020-12-02T05:02:39Z", "exact", "2020-12-03T01:19:00Z",
         "chat"),
    ]  # fmt: skip
    again = office("post", "--from", chat)  # whose the first is stands on record now
    assert again.out == TABLE + "dinkes  0         3\n"
    assert again.err == not_taken
    assert not [line for line in dump(db) if re.search("rahasia|3456-?7890|Nunung", line)]


@pytest.mark.parametrize("source", ["file", "stdin"])
def test_nothing_of_a_chat_but_its_posts_gets_into_the_file(
    office: Run, db: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, source: str
) -> None:
    chat, known = tmp_path / "chat.txt", tmp_path / "senders.csv"
    chat.write_text(CHAT + f"03/12/20 08.22 - Sari: {X} pinjam\n", encoding="utf-8")
    known.write_text("sender,agency\n+62 812-3456-7890,dinkes\nSari,setda\n", encoding="utf-8")
    if source == "stdin":
        text = BytesIO(chat.read_bytes())
        monkeypatch.setattr("typer.get_binary_stream", lambda _: text)
    office("post", "--from", chat if source == "file" else "-", "--senders", known)
    kept = b"".join(file.read_bytes() for file in db.parent.glob(f"{db.name}*"))
    assert b"1334000000000000000" in kept  # the bytes are those that hold what was taken
    said = ["rahasia", "tayang", "Pesan", "Nunung", "Sari", "pinjam", "t.co", "youtu", "34567890"]
    assert not [word for word in [*said, "3456-7890", "3456\u20117890"] if word.encode() in kept]


def test_a_misspelt_handle_in_a_chat_is_listed_with_the_near_ones(
    office: Run, tmp_path: Path
) -> None:
    chat = tmp_path / "chat.txt"
    chat.write_text(
        f"03/12/20 08.15 - Ani: {X.replace('dinkes', 'dinkess')}\n"
        f"03/12/20 08.16 - Ani: {FB}\n"
        "03/12/20 08.17 - Ani: https://x.com/rsud/status/1334000000000000001\n",
        encoding="utf-8",
    )
    answer = office("post", "--from", chat)
    assert answer.out == TABLE + "dinkes  1         0\n"
    assert answer.err == (
        "2 links not understood:\n"
        "line 1, from Ani: https://x.com/contoh_dinkess/status/1334000000000000000: no agency on "
        "record has the twitter account contoh_dinkess; did you mean contoh_dinkes?\n"
        "line 3, from Ani: https://x.com/rsud/status/1334000000000000001: no agency on record has "
        "the twitter account rsud; to put it on record: medsos account set AGENCY twitter rsud\n"
    )


def test_a_chat_of_several_agencies_is_summed_up_by_agency(
    office: Run, db: Path, tmp_path: Path
) -> None:
    office("account", "set", "setda", "ig", "contoh.setda")
    office("post", X)
    chat = tmp_path / "chat.txt"
    chat.write_text(
        f"03/12/20 08.15 - Ani: https://instagram.com/contoh.setda/p/CITDXUWhaNu/ {X}\n"
        f"03/12/20 08.16 - Ani: {FB} {FB}\n",
        encoding="utf-8",
    )
    answer = office("post", "--from", chat)
    assert answer.out == TABLE + "dinkes  1         1\nsetda   1         0\n"
    assert answer.err == ""
    assert [row[1] for row in posts(db)] == ["contoh_dinkes", "contoh.setda", "contohdinkes"]


def test_what_has_no_owner_is_listed_with_what_to_type(office: Run, tmp_path: Path) -> None:
    chat = tmp_path / "chat.txt"
    chat.write_text(CHAT, encoding="utf-8")
    answer = office("post", "--from", chat)
    assert answer.out == TABLE + "dinkes  2         0\n"
    assert answer.err == (
        "2 links not understood:\n"
        f"line 3, from +62 812-3456-7890: {IG}: the instagram link of CITDXUWhaNu {NOT_SAID}\n"
        f"{T_CO}{ELSEWHERE}"
    )


@pytest.mark.parametrize(
    ("text", "sender", "reason"),
    [
        (f"04/12/20 08.18 - Ani: {FB}", ", from Ani", "dated in the future"),
        (f"13/13/20 08.18 - Ani: {FB}", ", from Ani",
         "dated 13/13/20 08.18, which is no full date and time"),
        (FB, "", "no message with a date carries it"),
    ],
)  # fmt: skip
def test_a_post_without_a_certain_day_is_not_taken(
    office: Run, db: Path, text: str, sender: str, reason: str
) -> None:
    chat = db.with_name("chat.txt")
    chat.write_text(text, encoding="utf-8")
    assert office("post", "--from", chat).err == (
        "1 link not understood:\n"
        f"line 1{sender}: {FB}: the day of this post is not known: {reason}; "
        "record it with medsos post URL --on DATE\n"
    )
    assert not posts(db)


def test_a_day_that_may_be_the_month_is_warned_of(office: Run, tmp_path: Path) -> None:
    chat = tmp_path / "chat.txt"
    chat.write_text(f"12/3/20, 8:15 AM - Ani: {FB}\n12/3/20, 8:16 AM - Budi: {SHARED}\n", "utf-8")
    assert office("post", "--from", chat).err.splitlines()[-1] == (
        "warning: 12/3/20, 8:16 AM is read as 2020-03-12, but the month may come first there; if "
        "it does, take it back with medsos post --void, and export the chat so far back that a day "
        "over 12 is in it"
    )


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_a_chat_comes_from_stdin_in_any_encoding(
    office: Run, monkeypatch: pytest.MonkeyPatch, encoding: str
) -> None:
    text = f"03/12/20 08.18 - André: {FB}\n".encode(encoding)
    monkeypatch.setattr("typer.get_binary_stream", lambda _: BytesIO(text))
    answer = office("post", "--from", "-")
    assert answer.out == TABLE + "dinkes  1         0\n"
    assert answer.err == (
        "stdin: line 1 is not UTF-8, so the file is read as Windows-1252\n"
        if encoding == "cp1252" else ""
    )  # fmt: skip


@pytest.mark.parametrize(
    ("name", "content", "error"),
    [
        ("chat.zip", b"PK\x03\x04", "chat.zip cannot be unpacked: File is not a zip file"),
        ("chat.txt", b"%PDF-1.4", "chat.txt is a PDF, not a chat"),
        ("chat.txt", b"\x89PNG\x00\xff", "chat.txt is not a text file"),
        ("chat.txt", b"", "chat.txt is empty"),
        ("no.txt", None, "there is no file {folder}/no.txt"),
        ("", None, "{folder} is a folder, not a file"),
    ],
)
def test_what_is_no_chat_is_refused(
    office: Run, tmp_path: Path, name: str, content: bytes | None, error: str
) -> None:
    if content is not None:
        (tmp_path / name).write_bytes(content)
    assert office("post", "--from", tmp_path / name, code=2).err == (
        f"error: {error.format(folder=tmp_path)}\n"
        "hint: name the .txt or .zip file that WhatsApp exported\n"
    )


def test_a_text_without_a_link_says_so(office: Run, tmp_path: Path) -> None:
    (tmp_path / "chat.txt").write_text("halo https://youtu.be/abc\n", encoding="utf-8")
    answer = office("post", "--from", tmp_path / "chat.txt")
    assert answer.out == ""
    assert answer.err == f"no link of Instagram, Facebook or X in it\n{ELSEWHERE}"


def test_what_is_left_out_of_a_list_of_senders_is_said(office: Run, tmp_path: Path) -> None:
    (tmp_path / "s.csv").write_text("SENDERS\nsender,opd,umur\nAni,dinkes,\n", encoding="utf-8")
    (tmp_path / "chat.txt").write_text("halo\n", encoding="utf-8")
    answer = office("post", "--from", tmp_path / "chat.txt", "--senders", tmp_path / "s.csv")
    assert answer.err.splitlines()[:2] == [
        "s.csv: columns ignored: umur", "s.csv: passed over: title, line 1: 'SENDERS'"
    ]  # fmt: skip


def test_a_sender_without_an_agency_is_of_the_one_above_and_that_is_said(
    office: Run, tmp_path: Path
) -> None:
    (tmp_path / "s.csv").write_text(
        "sender,agency\n,dinkes\nAni: Umpeg,dinkes\nSari,\n", encoding="utf-8"
    )
    (tmp_path / "chat.txt").write_text(
        f"{X.replace('contoh_dinkes', 'i/web')}\n03/12/20 08.16 - Sari: {SHARED}\n"
    )
    answer = office("post", "--from", tmp_path / "chat.txt", "--senders", tmp_path / "s.csv")
    assert answer.err.splitlines()[0] == "s.csv:4: Sari is taken for dinkes, as the row above"
    assert NOT_SAID in answer.err  # who is not named is not a sender that is blank in the list
    assert answer.out == TABLE + "dinkes  1         0\n"


def test_holders_and_numbers_of_handsets_are_senders_where_they_are_of_one_agency(
    office: Run, tmp_path: Path
) -> None:
    (tmp_path / "r.csv").write_text(
        "agency_code,agency,device,phone_number,holder,handed_over_on\n"
        "dinkes,,HP-71,081200000071,Sari Contoh,1/12/2020\n"
        "setda,,HP-72,081200000072,Budi Contoh,1/12/2020\n"
        "dinkes,,HP-73,,Budi Contoh,1/12/2020\n"
    )
    office("import", tmp_path / "r.csv")
    office("account", "set", "setda", "fb", "contohsetda")
    (tmp_path / "chat.txt").write_text(
        "".join(
            f"03/12/20 08.1{n} - {sender}: {SHARED}{n}\n"
            for n, sender in enumerate(["sari contoh", "+62 812-0000-0072", "Budi Contoh"])
        )
    )
    answer = office("post", "--from", tmp_path / "chat.txt")
    assert answer.out == TABLE + "dinkes  1         0\nsetda   1         0\n"
    assert answer.err.splitlines()[1].startswith("line 3, from Budi Contoh: ")
    assert answer.err.splitlines()[2] == (
        "2 senders known by the record of holders alone: +62 812-0000-0072 → setda, sari contoh → "
        "dinkes; if one is wrong: medsos sender add NAME AGENCY"
    )


def test_who_has_given_the_handset_back_is_no_sender_any_more(office: Run, tmp_path: Path) -> None:
    (tmp_path / "r.csv").write_text(
        "agency_code,device,holder,handed_over_on,returned_on\n"
        "dinkes,HP-71,Sari,1/11/2020,1/12/2020\n"
    )
    office("import", tmp_path / "r.csv")
    chat = tmp_path / "chat.txt"
    lines = [f"0{n}/12/20 08.10 - ~ Sari: {SHARED}{n}\n" for n in (1, 2)]
    chat.write_text("".join(lines), encoding="utf-8")
    answer = office("post", "--from", chat)
    assert answer.out == TABLE + "dinkes  1         0\n"
    assert answer.err.splitlines()[1].startswith("line 2, from Sari: ")
    assert "holders alone: Sari → dinkes; if that" in answer.err
    office("sender", "add", "Sari", "dinkes")
    again = office("post", "--from", chat)
    assert (again.out, again.err) == (TABLE + "dinkes  1         1\n", "")


@pytest.mark.parametrize(
    ("senders", "error"),
    [
        ("Ani,dinkes\n", "s.csv: no row has the headings sender and agency"),
        ("sender,agency\nAni,dinkess\n", "s.csv:2: no agency is called 'dinkess'"),
        ("sender,agency\nAni\n", "s.csv:2: 1 cells where the header has 2"),
        ("sender,agency\nAni,\n", "s.csv:2: Ani has no agency"),
        ("sender,agency\nAni,dinkes\nani,setda\n", "s.csv:3: ani is given to setda and dinkes"),
        (f"sender,agency\n{'a' * 140_000},dinkes\n",
         "s.csv:2: field larger than field limit (131072)"),
    ],
)  # fmt: skip
def test_senders_that_cannot_be_read_are_refused(
    office: Run, db: Path, tmp_path: Path, senders: str, error: str
) -> None:
    (tmp_path / "s.csv").write_text(senders, encoding="utf-8")
    (tmp_path / "chat.txt").write_text(CHAT, encoding="utf-8")
    answer = office(
        "post", "--from", tmp_path / "chat.txt", "--senders", tmp_path / "s.csv", code=2
    )
    assert answer.err.splitlines()[0] == f"error: {error}"
    assert not posts(db)


PAGE = "https://www.facebook.com/permalink.php?story_fbid=3497218943&id=100069999999999"


def test_a_page_known_by_its_name_is_linked_by_its_number(office: Run, db: Path) -> None:
    unknown = office("post", PAGE, "--on", "1/12/2020", code=2)
    assert unknown.err == (
        "error: no agency on record has the facebook account 100069999999999\n"
        "hint: say whose it is: medsos post URL --agency AGENCY, or: "
        "medsos account set AGENCY facebook 100069999999999\n"
    )
    said = office("post", PAGE, "--on", "1/12/2020", "--agency", "dinkes")
    assert said.out == "dinkes: facebook post of 2020-12-01: recorded\n"
    other = PAGE.replace("3497218943", "3497218944")
    assert office("post", other, "--on", "2/12/2020").out == (
        "dinkes: facebook post of 2020-12-02: recorded\n"
    )
    refused = office("post", other, "--on", "2/12/2020", "--agency", "setda", code=2)
    assert refused.err == (
        "error: the facebook account 100069999999999 is that of dinkes, not of setda\n"
    )
    assert [row[1] for row in posts(db)] == ["contohdinkes", "contohdinkes"]


def test_in_a_chat_the_sender_says_whose_page_has_a_number(office: Run, tmp_path: Path) -> None:
    chat, known = tmp_path / "chat.txt", tmp_path / "senders.csv"
    shared = PAGE.replace("100069999999999", "100068888888888").replace("3497218943", "3497218945")
    chat.write_text(
        f"03/12/20 08.18 - Ani: {PAGE}\n03/12/20 08.19 - Ani: {shared}\n", encoding="utf-8"
    )
    known.write_text("sender,agency\nAni,dinkes\n", encoding="utf-8")
    answer = office("post", "--from", chat, "--senders", known)
    assert answer.out == TABLE + "dinkes  1         0\n"
    assert answer.err == (
        f"1 link not understood:\nline 2, from Ani: {shared}: the facebook account "
        "100068888888888 is another one than 100069999999999, that of dinkes; if it is that of "
        "dinkes too: medsos post URL --agency dinkes\n"
    )
    again = office("post", "--from", chat)  # the number stands on record now
    assert again.out == TABLE + "dinkes  0         1\n"


@pytest.mark.parametrize("kind", ["p", "r", "v"])
def test_what_is_shared_is_a_post_of_its_sender_and_day(
    office: Run, db: Path, tmp_path: Path, kind: str
) -> None:
    chat, known = tmp_path / "chat.txt", tmp_path / "senders.csv"
    link = f"https://www.facebook.com/share/{kind}/1AbCdEfGh/?mibextid=wwXIfr"
    chat.write_text(f"03/12/20 08.18 - Ani: {link}\n", encoding="utf-8")
    known.write_text("sender,agency\nAni,dinkes\n", encoding="utf-8")
    assert office("post", "--from", chat, "--senders", known).out == TABLE + "dinkes  1         0\n"
    assert [row[:4] for row in posts(db)] == [
        ("facebook", "contohdinkes", "2020-12-03T01:18:00Z", "guess")
    ]
    answer = office("post", link, "--on", "2/12/2020", "--agency", "dinkes")
    assert answer.out == "dinkes: facebook post of 2020-12-02: its day corrected\n"


@pytest.mark.parametrize(
    ("link", "day"),
    [
        ("https://twitter.com/contoh_dinkes/status/13179370605", "2010-05-01"),
        ("http://instagram.com/p/D/", "2010-07-17"),
    ],
)
def test_an_id_from_before_the_clocks_has_the_day_said(
    office: Run, db: Path, link: str, day: str
) -> None:
    assert office("post", link, "--agency", "dinkes", code=2).err.splitlines()[1] == (
        "hint: look the date up on the post and give it with --on"
    )
    office("post", link, "--agency", "dinkes", "--on", day)
    assert [str(row[2])[:10] for row in posts(db)] == [day]
    late = office("post", link, "--agency", "dinkes", "--on", "1/1/2015", code=2)
    assert "is from before 2011-" in late.err


def test_a_phones_zip_is_read_and_what_else_is_linked_is_counted(
    office: Run, tmp_path: Path
) -> None:
    chat = tmp_path / "WhatsApp Chat with Humas.zip"
    others = (
        "https://vt.tiktok.com/a https://youtu.be/b https://www.youtube.com/c https://a.go.id/d"
    )
    with ZipFile(chat, "w") as packed:
        packed.writestr("WhatsApp Chat with Humas.txt", f"03/12/20 08.18 - Ani: {FB} {others}\n")
    answer = office("post", "--from", chat)
    assert answer.out == TABLE + "dinkes  1         0\n"
    assert answer.err == (
        "4 links of other networks or web sites were not taken: TikTok 1, YouTube 2, web sites 1\n"
    )


def test_a_damaged_line_is_said_and_its_links_are_listed(office: Run, tmp_path: Path) -> None:
    chat = tmp_path / "chat.txt"
    good = f"03/12/20 08.18 - Ani 🙏: {FB}\n".encode()
    chat.write_bytes(
        good + b"03/12/20 08.19 - Budi: https://x.com/contoh_dinkes/status/13340\xf0\x9f"
    )
    answer = office("post", "--from", chat)
    assert answer.out == TABLE + "dinkes  1         0\n"
    assert answer.err.splitlines()[:2] == [
        "chat.txt: 1 line is damaged, the first is line 2", "1 link not understood:",
    ]  # fmt: skip


def test_a_link_that_names_another_account_than_the_record_is_refused(
    office: Run, db: Path
) -> None:
    office("account", "set", "setda", "ig", "setda.contoh")
    office("post", IG, "--agency", "setda")  # as a chat's sender may have it
    before = dump(db)
    named = IG.replace("/p/", "/contoh.dinkes/p/")
    assert office("post", named, code=2).err == (
        "error: instagram post CITDXUWhaNu is on record as that of setda, not of dinkes\n"
        "hint: see whose it is; a post keeps the owner it was first recorded with\n"
    )
    assert dump(db) == before
    assert "known already" in office("post", IG.replace("/p/", "/setda.contoh/p/")).out


def test_what_was_taken_back_stays_so_when_the_chat_is_read_again(
    office: Run, tmp_path: Path, db: Path
) -> None:
    chat = tmp_path / "b.txt"
    chat.write_text(f"03/12/20 08.18 - Ani: {FB}\n03/12/20 08.19 - Ani: {X}\n", encoding="utf-8")
    office("post", "--from", chat)
    office("post", "--void", FB, "--reason", "bukan unggahan")
    again = office("post", "--from", chat)
    assert again.out == TABLE + "dinkes  0         1\n"
    assert again.err == ("1 post taken back before, left so; to record it again: medsos post URL\n")
    assert [row[0] for row in posts(db)] == ["twitter"]
    chat.write_text(f"03/12/20 08.18 - Ani: {FB}\n", encoding="utf-8")
    assert "no link" not in office("post", "--from", chat).err
    office("post", FB, "--on", "2/12/2020")
    assert office("post", "--from", chat).out == TABLE + "dinkes  0         1\n"


def test_what_was_taken_back_of_one_agency_is_recorded_of_another(
    office: Run, tmp_path: Path, db: Path
) -> None:
    office("account", "set", "setda", "ig", "setda.contoh")
    office("post", IG, "--agency", "dinkes")
    office("post", "--void", IG, "--reason", "milik setda")
    office("sender", "add", "Sari", "setda")
    chat = tmp_path / "chat.txt"
    chat.write_text(f"03/12/20 08.18 - Sari: {IG}\n", encoding="utf-8")
    office("post", "--from", chat)
    assert [row[1] for row in posts(db)] == ["setda.contoh"]
