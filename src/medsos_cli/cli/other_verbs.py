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


def meant_by(word: str, known: Container[str]) -> list[str]:
    """Return which of the known commands a word of another program can stand for."""
    folded = word.casefold().replace("_", "-")
    return [path for path, verbs in _VERBS.items() if folded in verbs and path in known]
