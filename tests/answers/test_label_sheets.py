"""Labels, drawn and looked at: every code reads back as the tag, whatever the tag is."""

import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from medsos_cli.answers.label_sheets import Label, draw_labels
from medsos_cli.errors import InputError
from tests.label_pictures import open_sheets, read_codes, read_words

LONG = "Samsung Galaxy A51 SM-A515F/DSN 6GB/128GB Prism Crush Black"
TAGS = [
    "HP-1", "hp kecil 01", "354123456789012", "INV/2020/12/DINKOMINFO/0042", "Kec. Rembang é ñ",
    "W" * 60, "ab " * 19 + "abc", "手机-1", "Телефон 7", "هاتف-7", "🙂" * 60, "-", "=1+1",
    "'; drop table device", "<b>&amp;</b>", "[red]HP[/red]", "\x1b[31mHP", "\u202eHP\u200f", "٣٤",
]  # fmt: skip


def test_every_code_reads_back_as_the_tag() -> None:
    pdf, _ = draw_labels([Label(tag, LONG) for tag in TAGS])
    (sheet,) = open_sheets(pdf)
    assert [code.text for code in read_codes(sheet)] == TAGS


@settings(max_examples=25)
@given(
    st.lists(st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=60), min_size=1)
)
def test_any_tag_reads_back(tags: list[str]) -> None:
    pdf, _ = draw_labels([Label(tag, tag) for tag in tags])
    read = [code.text for sheet in open_sheets(pdf) for code in read_codes(sheet)]
    assert read == tags


def test_codes_stand_on_their_labels_with_white_around_them() -> None:
    pdf, _ = draw_labels([Label(f"HP-{n:02}", LONG) for n in range(24)])
    (sheet,) = open_sheets(pdf)
    assert (sheet.get_width(), sheet.get_height()) == pytest.approx((595.28, 841.89), abs=0.01)
    codes = read_codes(sheet)
    assert len(codes) == 24
    for n, code in enumerate(codes):
        row, column = divmod(n, 3)
        assert (code.left, code.top) == pytest.approx((70 * column + 6, 37 * row + 7), abs=0.3)
        assert code.width == pytest.approx(24, abs=0.3)


def test_tag_and_model_are_printed_whole() -> None:
    pdf, doubtful = draw_labels([Label("HP-1", LONG), Label("W" * 60, "M" * 80)])
    words = "".join(read_words(open_sheets(pdf)[0]).split())
    assert words == "HP-1" + LONG.replace(" ", "") + "W" * 60 + "M" * 80
    assert doubtful == []


def test_nothing_is_printed_outside_its_label() -> None:
    pdf, _ = draw_labels([Label("W" * 60, "M" * 80)])
    page = open_sheets(pdf)[0].get_textpage()
    boxes = [page.get_charbox(n) for n in range(page.count_chars()) if page.get_text_range(n, 1)]
    points_a_mm = 72 / 25.4
    assert min(left for left, *_ in boxes) >= 35 * points_a_mm
    assert max(right for _, _, right, _ in boxes) <= 67 * points_a_mm
    assert min(bottom for _, bottom, *_ in boxes) >= (297 - 37) * points_a_mm
    assert max(top for *_, top in boxes) <= 297 * points_a_mm


@pytest.mark.parametrize(
    ("label", "words"),
    [
        (Label("HP-1", "M" * 10_000), "HP-1" + "M" * 79 + "…"),
        (Label("HP-1", "\x1b[31mX\u202e"), "HP-1[31mX"),
        (Label("手机-1", ""), "-1"),
        (Label("HP-1", "a\nb\0"), "HP-1ab"),
    ],
)
def test_what_cannot_be_printed_as_it_is_is_told(label: Label, words: str) -> None:
    pdf, doubtful = draw_labels([label, Label("HP-2", "")])
    assert "".join(read_words(open_sheets(pdf)[0]).split()) == f"{words}HP-2"
    assert doubtful == [label.tag]


def test_a_sign_that_the_font_lacks_shows_as_a_box() -> None:
    drawn = [
        open_sheets(draw_labels([Label("HP-1", model)])[0])[0].render(scale=4).to_pil()
        for model in ("手\x1b", "\ufffd\ufffd", "  ")
    ]
    assert drawn[0] == drawn[1]
    assert drawn[0] != drawn[2]


def test_a_tag_too_long_for_any_code_is_an_error() -> None:
    with pytest.raises(InputError, match=r"'HPHPHPHPHPHPHPHPHPHP'… is too long for a QR code"):
        draw_labels([Label("HP" * 2000, "")])


def test_the_same_labels_give_the_same_bytes_in_every_run() -> None:
    program = (
        "import hashlib; from medsos_cli.answers.label_sheets import Label, draw_labels\n"
        "made = draw_labels([Label('HP-1', 'A é'), Label('HP-2', 'B')], cut_lines=True)[0]\n"
        "print(hashlib.sha256(made).hexdigest())"
    )
    runs = [
        subprocess.run(
            [sys.executable, "-c", program], capture_output=True, text=True, check=True
        ).stdout
        for _ in range(2)
    ]
    assert runs[0] == runs[1]


def test_lines_to_cut_along_are_drawn_where_asked_for() -> None:
    labels = [Label("HP-1", "A")]
    drawn = [
        open_sheets(draw_labels(labels, cut_lines=cut)[0])[0].render(scale=4).to_pil().convert("L")
        for cut in (False, True)
    ]
    corner = (round(70 * 72 / 25.4 * 4), round(37.5 * 72 / 25.4 * 4))
    around = (corner[0] - 4, corner[1] - 40, corner[0] + 4, corner[1])
    darkest = [min(picture.crop(around).tobytes()) for picture in drawn]
    assert darkest[0] == 255
    assert darkest[1] < 240
    assert [
        code.text for code in read_codes(open_sheets(draw_labels(labels, cut_lines=True)[0])[0])
    ]
