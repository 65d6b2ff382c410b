"""Names that are cut, and can be told apart."""

from collections.abc import Collection

from medsos_cli.answers.cutting import Cut


def _cut(size: int, names: Collection[str], mark: str = "…") -> Cut:
    return Cut(size, mark, lambda name: name[: size - len(mark)] + mark, names)


def test_what_differs_in_the_middle_is_shown_too() -> None:
    names = [f"Dinas Pekerjaan Umum {each} Kabupaten Purbalingga" for each in ("Satu", "Dua")]
    assert [*map(_cut(16, names), names)] == ["…kerjaan Umum S…", "…kerjaan Umum D…"]


def test_what_differs_in_its_length_only_is_told_apart_as_far_as_can_be() -> None:
    names = ["a" * 30, "a" * 31]
    assert [*map(_cut(8, names), names)] == ["aaaaaaa…"] * 2


def test_where_no_mark_can_be_drawn_two_points_stand_between() -> None:
    names = ["Kecamatan Karangmoncol", "Kecamatan Karangreja", "Kecamatan Kalimanah"]
    assert [*map(_cut(12, names, ""), names)] == [
        "Keca..moncol", "Keca..ngreja", "Keca..imanah",
    ]  # fmt: skip


def test_a_name_that_comes_late_is_told_apart_from_those_before() -> None:
    cut = _cut(12, ["Kecamatan Karangmoncol"])
    assert cut("Kecamatan Karangmoncol") == "Kecamatan K…"
    assert cut("Kecamatan Karangreja") == "Keca…angreja"
