"""Papers as Word documents: what prints, what a template may say, what is text and stays text."""

import re
import zipfile
from datetime import date, timedelta
from io import BytesIO
from pathlib import Path

import pytest
from docx import Document
from hypothesis import given, settings
from hypothesis import strategies as st

from medsos_cli.answers.paper_docx import typeset, unshown
from medsos_cli.errors import InputError
from medsos_cli.models import CustodyEvent, Device, EventKind
from medsos_cli.rules.paper import Deed, Paper, Signer, compose
from tests.documents import make_template, read_document

DAY = date(2020, 12, 3)
OFFICE = Signer("Drs. Contoh", "196801011990031001", "Kepala Dinas", "Dinkominfo")
ANI = Signer("Ani", "198001012005012001", "Pranata Humas", "Dinas Kesehatan")
BLANK = "…" * 15
KINDS = ("handover", "return", "transfer", "annex")


def paper(
    kind: str = "handover", holder: Signer = ANI, device: Device | None = None, day: date = DAY
) -> Paper:
    is_out = kind in {"handover", "annex"}
    event = CustodyEvent(
        1, EventKind.HANDOVER if is_out else EventKind.RETURN, day, event=1, condition="RR"
    )
    deed = Deed(event, device or Device(1, "HP-1", "001012030000016", model="Contoh A1"), holder)
    if kind == "transfer":
        onward = event._replace(kind=EventKind.HANDOVER, event=2, transfer_of=1)
        deed = deed._replace(onward=onward, successor=Signer("Budi", office="Setda"))
    deeds = [deed]
    if kind == "annex":
        deeds.append(deed._replace(event=event._replace(event=2), holder=Signer("Cici")))
    return compose(deeds, OFFICE, None)


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2020, 12, 3), "Kamis tanggal Tiga bulan Desember tahun Dua Ribu Dua Puluh"),
        (date(2021, 8, 11), "Rabu tanggal Sebelas bulan Agustus tahun Dua Ribu Dua Puluh Satu"),
        (
            date(2026, 5, 31),
            "Minggu tanggal Tiga Puluh Satu bulan Mei tahun Dua Ribu Dua Puluh Enam",
        ),
        (date(2000, 2, 10), "Kamis tanggal Sepuluh bulan Februari tahun Dua Ribu"),
        (
            date(1999, 1, 1),
            "Jumat tanggal Satu bulan Januari tahun Seribu Sembilan Ratus Sembilan Puluh Sembilan",
        ),
    ],
)
def test_a_day_is_said_in_words(day: date, words: str) -> None:
    first = read_document(typeset(paper(day=day)))[3]
    assert first.startswith(f"Pada hari ini, {words} ({day:%d-%m-%Y}), bertempat di {BLANK}, ")


def test_every_day_of_a_month_has_its_own_words(tmp_path: Path) -> None:
    own = make_template(tmp_path / "own.docx", "{{ date_in_words }}")
    days = [date(2020, 12, 1) + timedelta(n) for n in range(31)]
    said = [read_document(typeset(paper(day=day), own))[0] for day in days]
    numbers = [words.split(" tanggal ")[1].split(" bulan ")[0] for words in said]
    ones = ["Satu", "Dua", "Tiga", "Empat", "Lima", "Enam", "Tujuh", "Delapan", "Sembilan"]
    assert numbers == [
        *ones,
        *("Sepuluh", "Sebelas", *(f"{one} Belas" for one in ones[1:])),
        *("Dua Puluh", *(f"Dua Puluh {one}" for one in ones)),
        *("Tiga Puluh", "Tiga Puluh Satu"),
    ]


@pytest.mark.parametrize("kind", KINDS)
def test_the_same_paper_is_the_same_file(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    before = typeset(paper(kind))
    monkeypatch.setattr("time.time", lambda: 2_000_000_000.0)
    monkeypatch.setattr("time.localtime", lambda *_: (2033, 5, 18, 3, 33, 20, 2, 138, 0))
    assert typeset(paper(kind)) == before
    with zipfile.ZipFile(BytesIO(before)) as parts:
        assert {part.date_time for part in parts.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_an_own_template_gives_the_same_file_too_though_it_does_not_say_when_it_was_made(
    tmp_path: Path,
) -> None:
    own = make_template(tmp_path / "own.docx", "{{ title }}")
    with zipfile.ZipFile(own) as parts:
        content = {name: parts.read(name) for name in parts.namelist()}
    to_core = rb"<Relationship [^>]*core-properties[^>]*/>"
    content["_rels/.rels"], cut = re.subn(to_core, b"", content["_rels/.rels"])
    assert cut == 1
    with zipfile.ZipFile(own, "w") as parts:
        for name, data in content.items():
            if name != "docProps/core.xml":
                parts.writestr(name, data)
    made = typeset(paper(), own)
    assert made == typeset(paper(), own)
    modified = Document(BytesIO(made)).core_properties.modified
    assert modified is not None
    assert modified.date() == DAY


@pytest.mark.parametrize(("kind", "sections"), [*zip(KINDS, (1, 1, 1, 2), strict=True)])
def test_only_an_annex_has_a_landscape_section_of_its_own(kind: str, sections: int) -> None:
    wide = [
        (section.page_width or 0) > (section.page_height or 0)
        for section in Document(BytesIO(typeset(paper(kind)))).sections
    ]
    assert wide == [False, True][:sections]


HOSTILE = [
    "Ani & <w:p/>Budi</w:t> \"'",
    "{{ office.name }}{% if x %}{%p for a in b %}",
    "{_{ 7 }_} {_% x %_} a_b",
    "]]> <!-- --> &amp; &#65;",
    "[red]Ani[/red] ${x} %s \\u0041",
    "x" * 10_000,
    "kata " * 2_000 + "akhir",
    "Sitti 'Aisyah Ⅻ 𝔸 é 李",
]


@pytest.mark.parametrize("kind", ["transfer", "annex"])
@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_a_text_of_the_database_stays_a_text(kind: str, text: str) -> None:
    holder = Signer(text, text, text, text)
    device = Device(1, text, text, text, text, register_no=text)
    lines = read_document(typeset(paper(kind, holder, device)))
    harmless = read_document(typeset(paper(kind, Signer(*["@"] * 4), Device(1, *["@"] * 7))))
    expected = [line.replace("@", text) for line in harmless]
    assert [line.replace(text, "") for line in lines] == [
        line.replace(text, "") for line in expected
    ]
    assert "".join(lines).count(text) == "".join(expected).count(text) > 0


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("A\x00n\x1bi\x7f", "Ani"),
        ("A\tn\ni\r\nx\fy\x0bz", "A n i x y z"),
        ("\u202eAni\u202c \u2066B\u2069\u200f\u200b", "Ani B"),
        ("Ani\u2028Budi\u00a0C\ufeff\ufffe\uffff", "Ani Budi C"),
        ("\ud800Ani", "Ani"),
        ("\x07\u202e", BLANK),
        ("  ", BLANK),
    ],
)
def test_marks_that_do_not_print_are_left_out(tmp_path: Path, text: str, shown: str) -> None:
    own = make_template(tmp_path / "own.docx", "<{{ taker.name }}>")
    assert read_document(typeset(paper(holder=Signer(text)), own)) == [f"<{shown}>"]


@settings(max_examples=25)
@given(text=st.text(max_size=60))
def test_any_text_makes_a_document(text: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    own = make_template(
        tmp_path_factory.getbasetemp() / "any.docx", "<{{ taker.name }}> {{ taker.nip | upper }}"
    )
    (line,) = read_document(typeset(paper(holder=Signer(text, text)), own))
    assert line.startswith("<")
    assert line.isprintable()


def test_what_is_missing_is_a_line_to_fill_in(tmp_path: Path) -> None:
    own = make_template(
        tmp_path / "own.docx",
        "{{ taker.name | upper }} {{ taker.nip or 'tanpa NIP' }} {{ number }} {{ place }}",
        "{% for item in goods %}{{ item.imei }} {{ item.condition }}{% endfor %}",
    )
    assert read_document(typeset(paper(holder=Signer(), device=Device(1, "HP-1")), own)) == [
        f"{BLANK} tanpa NIP {BLANK} {BLANK}", f"{BLANK} Rusak ringan",
    ]  # fmt: skip


def test_every_placeholder_can_be_used(tmp_path: Path) -> None:
    sides = [
        f"{{{{ {side}.{name} }}}}"
        for side in ("giver", "taker", "office", "item.holder")
        for name in ("name", "nip", "position", "office")
    ]
    goods = [
        f"{{{{ item.{name} }}}}"
        for name in (
            "tag", "imei", "imei2", "model", "serial", "item_code", "register_no", "phone_number",
            "condition", "accessories", "number",
        )
    ]  # fmt: skip
    own = make_template(
        tmp_path / "own.docx",
        "{{ kind }} {{ annex }} {{ title }} {{ number }} {{ date }} {{ date_long }} {{ place }}",
        "{{ date_in_words }} {{ count }} {{ count_in_words }}",
        "{%p for item in goods %}",
        " ".join(sides + goods),
        "{%p endfor %}",
    )
    device = Device(1, "HP-1", "001", "002", "A1", "S9", "1.3.2", "0007", "+6281200000001")
    assert read_document(typeset(paper(device=device), own)) == [
        (
            f"handover False BERITA ACARA SERAH TERIMA BARANG INVENTARIS {BLANK} 03-12-2020 "
            f"3 Desember 2020 {BLANK}"
        ),
        "Kamis tanggal Tiga bulan Desember tahun Dua Ribu Dua Puluh 1 satu",
        (
            f"{' '.join(map(str, (*OFFICE, *ANI, *OFFICE, *ANI)))} "
            f"HP-1 001 002 A1 S9 1.3.2 0007 +6281200000001 Rusak ringan {BLANK} {BLANK}"
        ),
    ]


@pytest.mark.parametrize(
    ("tag", "name", "hint"),
    [
        ("{{ tittle }}", "tittle", "did you mean title?"),
        ("{{ giver.nipp }}", "nipp", "did you mean nip?"),
        ("{{ qwertz }}", "qwertz", "the README lists the placeholders: The paper"),
        ("{{ taker.name.zzz }}", "zzz", "the README lists the placeholders: The paper"),
        ("{% for item in godos %}{{ item.tag }}{% endfor %}", "godos", "did you mean goods?"),
        (
            "{% for item in goods %}{{ item.imie }}{% endfor %}",
            "imie",
            "did you mean imei or imei2?",
        ),
        ("{% if kindd == 'return' %}x{% endif %}", "kindd", "did you mean kind?"),
        ("{% if kind == 'return' %}{{ plaze }}{% endif %}", "plaze", "did you mean place?"),
    ],
)
def test_an_unknown_placeholder_is_named(tmp_path: Path, tag: str, name: str, hint: str) -> None:
    own = make_template(tmp_path / "own.docx", "Kop", tag)
    with pytest.raises(InputError) as refused:
        typeset(paper(), own)
    assert str(refused.value) == f"{own}: no placeholder is called {name!r}"
    assert refused.value.hint == hint


def test_an_unknown_placeholder_in_the_letterhead_is_named(tmp_path: Path) -> None:
    document = Document()
    document.sections[0].header.paragraphs[0].text = "{{ kop_surat }}"
    document.save(str(tmp_path / "own.docx"))
    with pytest.raises(InputError, match=r"no placeholder is called 'kop_surat'$"):
        typeset(paper(), tmp_path / "own.docx")


@pytest.mark.parametrize(
    ("tag", "said"),
    [
        ("{{ title", "a tag is broken in '{{ titleKaki': unexpected "),
        ("{{ title }", "a tag is broken in '{{ title }Kaki': unexpected '}'"),
        ("{% if annex %}", "a tag is broken in '{% if annex %}': Unexpected end of template"),
        ("{% endif %}", "a tag is broken in '{% endif %}': Encountered unknown tag 'endif'"),
        ("{% wenn x %}", "a tag is broken in '{% wenn x %}': Encountered unknown tag 'wenn'"),
        ("{{ date | besar }}", "a tag is broken in '{{ date | besar }}': No filter named 'besar'"),
        ("{{ count / 0 }}", "cannot be filled in: division by zero"),
        ("{{ title + 1 }}", "cannot be filled in: can only concatenate str"),
        ("{{ title.__class__.mro() }}", "cannot be filled in: "),
        ("{{ range(99999999) }}", "cannot be filled in: "),
        ("{%p if annex %}</w:p>{{ title }}", "a tag is broken"),
    ],
)  # fmt: skip
def test_a_tag_that_cannot_be_understood_is_shown(tmp_path: Path, tag: str, said: str) -> None:
    own = make_template(tmp_path / "own.docx", "Kop", tag, "Kaki")
    with pytest.raises(InputError) as refused:
        typeset(paper(), own)
    assert str(refused.value).removeprefix(str(own)).lstrip(": ").startswith(said)
    assert refused.value.hint


def test_tags_that_would_break_the_document_are_refused(tmp_path: Path) -> None:
    document = Document()
    document.add_paragraph("{% if kind == 'handover' %}")
    document.add_table(1, 1).cell(0, 0).text = "{% endif %}{% if annex %}"
    document.add_paragraph("{% endif %}")
    document.save(str(tmp_path / "own.docx"))
    with pytest.raises(InputError, match=r"own\.docx cannot be filled in: "):
        typeset(paper(), tmp_path / "own.docx")


def test_what_a_template_leaves_out_is_known(tmp_path: Path) -> None:
    own = make_template(
        tmp_path / "own.docx",
        "{{ title }} {{ giver.name }} {% for line in goods %}{{ line.tag }}{% endfor %}",
    )
    assert unshown(paper(), typeset(paper(), own)) == ["Ani", "001012030000016"]
    for kind in KINDS:
        assert unshown(paper(kind), typeset(paper(kind))) == []


def test_a_template_with_a_picture_is_read_for_its_texts_alone(tmp_path: Path) -> None:
    own = make_template(tmp_path / "own.docx", "{{ giver.name }}")
    with zipfile.ZipFile(own, "a") as parts:
        parts.writestr("word/media/logo.png", b"\x89PNG\xff\xfe")
    assert "Ani" in unshown(paper(), typeset(paper(), own))


def test_a_part_in_other_letters_is_no_obstacle() -> None:
    made = BytesIO(typeset(paper()))
    with zipfile.ZipFile(made, "a") as parts:
        parts.writestr(
            "word/notes.xml", '<?xml version="1.0" encoding="UTF-16"?><a/>'.encode("utf-16")
        )
    assert unshown(paper(), made.getvalue()) == []


def _zipped(content: dict[str, str]) -> bytes:
    made = BytesIO()
    with zipfile.ZipFile(made, "w") as parts:
        for name, text in content.items():
            parts.writestr(name, text)
    return made.getvalue()


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"Berita Acara",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600),  # an old .doc, or one with a password
        _zipped({"a.txt": "x"}),
        _zipped({"[Content_Types].xml": "<x"}),
        typeset(paper())[:3000],
    ],
    ids=["empty", "text", "doc", "zip", "broken xml", "cut off"],
)
def test_what_is_no_docx_is_refused(tmp_path: Path, content: bytes) -> None:
    own = tmp_path / "own.docx"
    own.write_bytes(content)
    with pytest.raises(InputError) as refused:
        typeset(paper(), own)
    assert str(refused.value) == f"{own} is no .docx"
    assert refused.value.hint == "open it in Word or LibreOffice and save it as .docx"


@pytest.mark.parametrize("name", ["none.docx", ""])
def test_a_template_that_cannot_be_read_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(InputError, match="cannot be read: "):
        typeset(paper(), tmp_path / name)


def test_a_template_without_an_annex_takes_only_papers_that_need_none(tmp_path: Path) -> None:
    own = make_template(tmp_path / "own.docx", "{{ title }} {{ taker.name }}")
    assert typeset(paper(), own)
    with pytest.raises(InputError) as refused:
        typeset(paper("annex"), own)
    assert str(refused.value) == f"{own} has no annex, for papers with several people"
    assert refused.value.hint == "print them one by one"


def test_a_text_before_the_last_section_break_stays(tmp_path: Path) -> None:
    document = Document()
    document.add_paragraph("{{ title }}")
    document.add_section()
    document.paragraphs[-1].add_run("akhir")
    document.save(str(tmp_path / "own.docx"))
    made = typeset(paper(), tmp_path / "own.docx")
    assert read_document(made)[-1] == "akhir"
    assert len(Document(BytesIO(made)).sections) == 1
