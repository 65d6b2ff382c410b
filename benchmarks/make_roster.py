"""Write an invented roster of any size, to try an import at: make_roster.py N SEED > roster.csv.

N agencies with a handset each, and nothing real in it: test IMEIs, the rest counted up.
"""

import csv
import sys
from datetime import date, timedelta
from random import Random

COLUMNS = [
    "agency_code", "agency", "kind", "instagram", "facebook", "twitter", "device", "imei", "imei2",
    "model", "serial", "item_code", "register_no", "phone_number", "iccid", "sim_active_until",
    "source", "holder", "nip", "position", "handed_over_on", "document_no", "condition",
    "accessories", "instagram_last_post", "facebook_last_post", "twitter_last_post", "checked_on",
    "note",
]  # fmt: skip
OFFICES = ("Dinas Kesehatan", "Dinas Pertanian", "Badan Keuangan", "Bagian Hukum", "Kecamatan Maju")
HANDLES = {"instagram": "contoh.", "facebook": "contoh.opd.", "twitter": "contoh_"}
SPELLINGS = ("{}", "{}", "@{}", "https://www.{platform}.com/{}", "{platform}.com/{}/?ref=bio")
MONTHS = ("Jan", "Feb", "Mar", "Apr", "Mei", "Jun", "Jul", "Agu", "Sep", "Okt", "Nov", "Des")
DAYS_OF_2020 = 366
DAYS = [date(2020, 1, 1) + timedelta(days=n) for n in range(DAYS_OF_2020 + 90)]
WRITTEN = [(f"{d}", f"{d:%d/%m/%Y}", f"{d.day} {MONTHS[d.month - 1]} {d.year}") for d in DAYS]
NONE, BLANK = 0.10, 0.15  # shares of the platforms: stated as none, nothing said
DOUBLED = str.maketrans("0123456789", "0246813579")  # twice a digit, its own digits summed


def main() -> None:
    """Write the header and N rows, one at a time."""
    if len(sys.argv) != 3:  # noqa: PLR2004  # the script and its two words
        sys.exit(__doc__)
    count, rng = int(sys.argv[1]), Random(int(sys.argv[2]))  # noqa: S311  # varied, not secret
    writer = csv.DictWriter(sys.stdout, COLUMNS, lineterminator="\n")
    writer.writeheader()
    writer.writerows(handset(n, rng) | presence(n, rng) for n in range(1, count + 1))


def handset(number: int, rng: Random) -> dict[str, str]:
    """Return an agency, its handset and the handover; what must be unique counts up."""
    office, padded, day = rng.choice(OFFICES), f"{number:06}", rng.randrange(300, DAYS_OF_2020)
    kind = office.split()[0].lower()
    return {
        "agency_code": f"{kind}-{padded}",
        "agency": f"{office} {padded} Contoh",
        "kind": kind,
        "device": f"HP-{padded}",
        "imei": with_check_digit(f"00{rng.randrange(10**5):05}{2 * number:07}"),
        "imei2": with_check_digit(f"00{rng.randrange(10**5):05}{2 * number + 1:07}"),
        "model": f"Contoh A{number % 3 + 1}",
        "serial": f"SN{padded}X",
        "item_code": "1.3.2.06.02.01.004",
        "register_no": padded,
        "phone_number": rng.choice(("0812{:08}", "+62 812{:08}", "62812{:08}")).format(number),
        "iccid": with_check_digit(f"896210{number:09}{rng.randrange(100, 1000)}"),
        "sim_active_until": rng.choice(WRITTEN[day + 90]),
        "source": "Hibah",
        "holder": f"Admin {padded}",
        "nip": nip(number, rng),
        "position": "Admin media sosial",
        "handed_over_on": rng.choice(WRITTEN[day]),
        "document_no": f"028/{padded}/2020",
        "condition": rng.choice(("B", "B", "B", "baik", "RR")),
        "accessories": rng.choice(("charger, kabel, dus", "charger", "")),
        "note": rng.choice(("", "", "", "layar retak, masih dapat dipakai")),
    }


def presence(number: int, rng: Random) -> dict[str, str]:
    """Return the three accounts, their last posts, and the day on which all were looked at."""
    looked = rng.randrange(DAYS_OF_2020)
    cells = {"checked_on": rng.choice(WRITTEN[looked])}
    for platform, start in HANDLES.items():
        share = rng.random()
        if share < NONE:
            cells[platform] = rng.choice(("-", "tidak ada", "belum punya"))
        elif share > NONE + BLANK:
            cells[platform] = rng.choice(SPELLINGS).format(f"{start}{number:06}", platform=platform)
            post = rng.choice(WRITTEN[rng.randint(0, looked)])
            cells[f"{platform}_last_post"] = rng.choice((post, post, post, "", "belum pernah"))
    return cells


def nip(number: int, rng: Random) -> str:
    """Return a civil servant's number: day of birth, month of appointment, sex, serial."""
    turn, place = divmod(number * 7919, 11_000)  # a prime step, so that no two are alike
    born = date(1965, 1, 1) + timedelta(days=place)
    appointed = f"{born.year + rng.randint(21, 25)}{rng.randint(1, 12):02}"
    return f"{born:%Y%m%d} {appointed} {1 + number % 2} {turn % 999 + 1:03}"


def with_check_digit(digits: str) -> str:
    """Append the Luhn check digit."""
    total = sum(map(int, digits[-2::-2] + digits[::-2].translate(DOUBLED)))
    return f"{digits}{-total % 10}"


if __name__ == "__main__":
    main()
