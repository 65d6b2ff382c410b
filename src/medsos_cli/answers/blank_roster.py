"""A roster to fill in: its cells leave alone what is typed, and beside it a page that explains."""

from typing import BinaryIO, NamedTuple

from medsos_cli.answers.answer import Answer, Column
from medsos_cli.answers.workbook import A4, BAND, INK, Book, Look, Sheet, open_book
from medsos_cli.errors import Message, spoken
from medsos_cli.models import Condition

_ANOTHER_BAND = "#2B5C8A"
_LAST_ROW = 1_048_575
_NARROWEST = 12
_WIDTHS = 22, 68, 26
_LINE, _LETTERS = 17, 122  # points, and what fits over all three
_CHOICES = {
    "kind": ["dinas", "badan", "bagian", "kantor", "inspektorat", "sekretariat", "satuan",
             "kecamatan", "kelurahan", "desa", "rsud", "puskesmas", "uptd", "bumd", "lembaga"],
    "condition": [*map(str, Condition)],
}  # fmt: skip
_FREE = frozenset({"kind"})  # the list only helps


class _Field(NamedTuple):
    name: str
    about: Message
    example: str


_ACCOUNT = Message("the account's name or its link; - says that there is none, blank says nothing")
_LAST_POST = Message("the day of the newest post, or belum pernah; needs an account")
_GROUPS = (
    (
        _Field("agency_code", Message("a short key; blank makes one of the name"), "dinkes"),
        _Field("agency", Message("the agency's name; stok for a handset that nobody holds"),
               "Dinas Kesehatan"),
        _Field("kind", Message("choose one, or type another"), "dinas"),
    ),
    (
        _Field("instagram", _ACCOUNT, "@contoh.dinkes"),
        _Field("facebook", _ACCOUNT, "facebook.com/contohdinkes"),
        _Field("twitter", _ACCOUNT, "-"),
    ),
    (
        _Field("device", Message("the label on the handset"), "HP-01"),
        _Field("imei", Message("15 digits, as *#06# shows them"), "001012030000016"),
        _Field("imei2", Message("the other one of a handset for two cards"), "001012030000024"),
        _Field("model", Message("brand and type"), "Contoh A1"),
        _Field("serial", Message("the factory's number"), "R58M00000A"),
        _Field("item_code", Message("the code of this sort of thing"), "1.3.2.06.02.01.004"),
        _Field("register_no", Message("the number in the register"), "0001"),
    ),
    (
        _Field("phone_number", Message("the number of the office's SIM card"), "081200000001"),
        _Field("iccid", Message("the 16 to 20 digits printed on the card"), "8962101234567890120"),
        _Field("sim_active_until", Message("the card's last day"), "20/12/2021"),
        _Field("source", Message("how the handset came to the office"), "Hibah"),
    ),
    (
        _Field("holder", Message("who answers for the handset; blank leaves it in stock"), "Ani"),
        _Field("nip", Message("the holder's, 18 digits; never a NIK"), "198001012005012001"),
        _Field("position", Message("the holder's position"), "Pranata Humas"),
        _Field("handed_over_on", Message("the day of the handover; needed beside a holder"),
               "3/12/2020"),
        _Field("document_no", Message("the number of the handover's paper"), "028/1/2020"),
        _Field("condition", Message("B is good, RR lightly damaged, RB heavily damaged"), "B"),
        _Field("accessories", Message("what came with it"), "charger, kabel"),
    ),
    (
        _Field("instagram_last_post", _LAST_POST, "1/12/2020"),
        _Field("facebook_last_post", _LAST_POST, "belum pernah"),
        _Field("twitter_last_post", _LAST_POST, ""),
        _Field("checked_on", Message("the day on which somebody looked at the accounts"),
               "3/12/2020"),
    ),
    (
        _Field("acquired_on", Message("the day it was bought or received"), "2/12/2020"),
        _Field("price", Message("whole rupiah"), "2500000"),
        _Field("material", Message("what it is made of"), "plastik"),
        _Field("note", Message("anything else"), ""),
    ),
)  # fmt: skip
_FIELDS = [field for group in _GROUPS for field in group]
_RULES = (
    Message("One row is one agency with its accounts and, where it has one, a handset. "
            "A further handset of it is a further row with the same name."),
    Message("Only the agency's name is needed. A blank cell keeps what is on record, and a column "
            "that nobody needs may be deleted."),
    Message("Days begin with the day: 3/12/2020 is the third of December."),
    Message("All cells are texts, so that numbers stay whole. What is copied from elsewhere is "
            "pasted as values only, or it brings its own format along."),
    Message("Then: medsos import FILE --dry-run. It names every bad cell and writes nothing; "
            "without --dry-run the roster is taken."),
)  # fmt: skip


def blank_roster() -> Answer:
    """Return a roster's columns, without a row."""
    return Answer([Column(name=field.name) for field in _FIELDS], ())


def write_blank_roster(out: BinaryIO, name: str | None) -> None:
    """Write the workbook; `name` is what its first sheet is called."""
    roster, guide = name or str(Message("roster")), str(Message("guide"))
    if roster.casefold() == guide.casefold():
        guide = f"{guide} 2"
    with open_book(out, "medsos") as book:
        text = book.add_format({"num_format": "@", "valign": "top", "font_color": INK})
        heads = [
            book.add_format({"bold": True, "font_color": "#FFFFFF", "bg_color": colour})
            for colour in (BAND, _ANOTHER_BAND)
        ]
        sheet = _paged(book.add_worksheet(roster))
        sheet.set_landscape()
        sheet.freeze_panes(1, 2)
        sheet.ignore_errors({"number_stored_as_text": f"A1:XFD{_LAST_ROW + 1}"})
        looks = [heads[n % 2] for n, group in enumerate(_GROUPS) for _ in group]
        for place, (field, look) in enumerate(zip(_FIELDS, looks, strict=True)):
            width = max(_NARROWEST, len(field.name) + 2, len(field.example) + 2)
            sheet.set_column(place, place, width, text)
            sheet.write_string(0, place, field.name, look)
            _help_with(sheet, place, field)
        _explain(book, _paged(book.add_worksheet(guide)), heads[0])


def _paged(sheet: Sheet) -> Sheet:
    sheet.set_paper(A4)
    sheet.fit_to_pages(1, 0)
    return sheet


def _help_with(sheet: Sheet, place: int, field: _Field) -> None:
    """Say beside a chosen cell what it is called and holds, and give the words to choose from."""
    rule: dict[str, object] = {"validate": "any"}
    if choices := _CHOICES.get(field.name):
        rule = {"validate": "list", "source": choices, "show_error": field.name not in _FREE}
    said = {"input_title": spoken(field.name), "input_message": str(field.about)}
    sheet.data_validation(1, place, _LAST_ROW, place, rule | said)


def _explain(book: Book, sheet: Sheet, head: Look) -> None:
    """Write the rules, and of each column what stands in it."""
    title = book.add_format({"bold": True, "font_size": 16, "font_color": BAND})
    plain = {"valign": "top", "font_color": INK}
    wrapped = book.add_format({"text_wrap": True, **plain})
    lined = book.add_format({"bottom": 1, "bottom_color": "#DFE3E8", **plain})
    sheet.hide_gridlines(2)
    for place, width in enumerate(_WIDTHS):
        sheet.set_column(place, place, width)
    sheet.write_string(0, 0, str(Message("How to fill in the roster")), title)
    for line, rule in enumerate(map(str, _RULES), start=2):
        sheet.merge_range(line, 0, line, 2, rule, wrapped)
        sheet.set_row(line, _LINE * (1 + len(rule) // _LETTERS))
    headings = Message("column"), Message("what stands in it"), Message("for example")
    for place, heading in enumerate(headings):
        sheet.write_string(len(_RULES) + 3, place, str(heading), head)
    for line, field in enumerate(_FIELDS, start=len(_RULES) + 4):
        sheet.set_row(line, _LINE)
        for place, cell in enumerate((field.name, str(field.about), field.example)):
            sheet.write_string(line, place, cell, lined)
