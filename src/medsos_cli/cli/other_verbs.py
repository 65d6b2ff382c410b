"""What other programs, and people in Indonesian, call what a command here does."""

from collections.abc import Container

_VERBS = {
    "account set": ("akun",),
    "agency add": ("opd", "instansi", "skpd"),
    "agency close": ("tutup", "bubar"),
    "agency rename": ("rename", "ganti-nama"),
    "assign": ("serah", "serahkan", "berikan", "pinjam", "give", "handover", "checkout", "issue"),
    "audit": ("status", "pantau", "monitor", "aktif"),
    "backup": ("cadangan", "cadangkan", "salin", "copy", "dump", "save"),
    "bast": ("ba", "berita-acara", "surat", "paper", "print", "cetak"),
    "check": ("cek", "periksa", "lihat", "refresh", "fetch", "sync"),
    "device add": ("hp", "ponsel", "tambah", "add", "new", "create"),
    "device set": ("ubah", "edit", "update", "set", "perbaiki"),
    "activity": ("aktivitas", "keaktifan", "frekuensi"),
    "amend": ("ubah", "edit", "update", "perbaiki", "lengkapi", "fix"),
    "devices": ("daftar", "list", "ls", "hp", "ponsel", "stok", "stock"),
    "doctor": ("diagnosa", "sehat", "health", "fsck", "validate"),
    "followup": ("tindak-lanjut",),
    "found": ("ketemu", "ditemukan", "temu", "find"),
    "help": ("bantuan", "tolong", "man", "docs"),
    "history": ("riwayat", "sejarah", "log", "events"),
    "import": ("impor", "masukkan", "muat", "load", "read"),
    "info": ("versi", "version", "setelan", "pengaturan", "config", "settings"),
    "labels": ("qr", "stiker", "sticker"),
    "lost": ("hilang", "kehilangan", "missing"),
    "post": ("unggahan", "postingan", "tautan", "link", "chat"),
    "posts": ("unggahan", "postingan"),
    "redact": ("samarkan", "kosongkan", "anonymize", "anonymise", "erase", "forget"),
    "remind": ("ingatkan", "tegur", "pengingat"),
    "report": ("laporan", "lapor", "rekap", "rekapitulasi", "laporkan", "summary"),
    "restore": ("pulihkan", "kembalikan-data", "recover"),
    "return": ("kembali", "kembalikan", "pulang", "terima", "checkin", "give-back"),
    "roster": ("ekspor", "export"),
    "schedule": ("jadwal", "cron"),
    "senders": ("pengirim",),
    "show": ("tampilkan", "cari", "search", "detail"),
    "stocktake": ("opname", "inventarisasi", "hitung", "inventory", "count"),
    "transfer": ("pindah", "pindahkan", "mutasi", "alih", "alihkan", "move", "mv", "reassign"),
    "verify": ("sahkan", "keaslian", "segel", "seal"),
    "void": ("batal", "batalkan", "undo", "revert", "cancel", "hapus", "delete", "del", "remove",
             "rm"),
    "device write-off": ("penghapusan", "hapus", "delete", "del", "remove", "rm", "retire"),
    "device withdraw": ("hapus", "delete", "del", "remove", "rm"),
}  # fmt: skip


_TOPICS = {
    "roster": ("daftar-opd", "roster-columns", "kolom", "columns", "headings", "excel", "xlsx",
               "kode-opd", "spreadsheet"),
    "verdicts": ("state", "states", "fresh", "stale", "empty", "unchecked", "gone", "none",
                 "unlisted", "impostor", "quiet", "aktif", "sepi", "kosong", "belum-dicek",
                 "hilang", "tidak-punya", "belum-didata", "tanda", "marks", "legend", "keterangan"),
    "month": ("bulanan", "monthly", "checklist", "langkah", "langkah-sebulan", "sebulan", "steps"),
    "template": ("kop", "kop-surat", "letterhead", "placeholder", "docx", "word"),
    "csv": ("json", "format", "formats", "output", "keluaran", "kolom", "columns", "export"),
    "settings": ("token", "tokens", "setelan", "config", "konfigurasi", "configuration", "bahasa",
                 "language", "lang", "medsos-lang", "zona", "timezone"),
    "exit-codes": ("exit", "exit-code", "kode", "galat-kode", "code", "codes", "return-code"),
    "privacy": ("data-pribadi", "nip", "nik", "pdp", "gdpr", "pribadi", "personal-data"),
    "trouble": ("galat", "error", "errors", "salah", "problem", "rusak", "troubleshooting", "faq"),
}  # fmt: skip  # what is explained where


def explained_by(word: str, known: Container[str]) -> list[str]:
    """Return the topics and the commands of `medsos help` that a word of the field leads to."""
    folded = word.casefold().replace("_", "-")
    topics = [topic for topic, words in _TOPICS.items() if folded in words]
    return [*topics, *meant_by(word, known)]


def meant_by(word: str, known: Container[str]) -> list[str]:
    """Return which of the known commands a word of another program can stand for."""
    folded = word.casefold().replace("_", "-")
    return [path for path, verbs in _VERBS.items() if folded in verbs and path in known]
