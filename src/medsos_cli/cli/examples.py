"""Examples for `--help`. A test runs each on the sample, with one handset more, HP-66, in stock."""

from collections.abc import Iterable, Sequence

from medsos_cli.errors import Message


def examples(path: str, within: Iterable[str] = ()) -> Sequence[tuple[str, Message]]:
    """Return the lines that show how a command, as `medsos device add`, is used, and what for.

    Of a group they are the first ones of the commands `within`.
    """
    name = path.removeprefix("medsos").strip()
    if own := _EXAMPLES.get(name):
        return own
    names = [f"{name} {each}" for each in within] if name else ["import", "audit", "bast"]
    return [_EXAMPLES[each][0] for each in names if each in _EXAMPLES][:3]


_EXAMPLES = {
    "import": (
        ("medsos import data/sample_agencies.csv --dry-run", Message("Look first what it changes")),
        ("medsos import data/sample_agencies.csv --rejects bad.csv",
         Message("Read it; the rows that have to be mended go into a file of their own")),
    ),
    "roster": (
        ("medsos roster --output roster.xlsx", Message("To mend it in Excel and read it again")),
        ("medsos roster --output roster.csv", Message("The same for any other program")),
        ("medsos roster --blank --output roster.xlsx",
         Message("To begin with: a sheet to fill in")),
    ),
    "agencies": (
        ("medsos agencies --kind kecamatan", Message("Only the agencies of one kind")),
        ("medsos agencies --output agencies.xlsx", Message("All of them, for Excel")),
    ),
    "agency add": (
        ("medsos agency add brida 'Badan Riset dan Inovasi Daerah' --kind badan",
         Message("A new office, from today on")),
        ("medsos agency add brida 'Badan Riset' --on 1/12/2020 --document 188/2020",
         Message("From the day of its regulation on")),
    ),
    "agency rename": (
        ("medsos agency rename dinkes 'Dinas Kesehatan dan KB' --on 3/12/2020",
         Message("A new name; earlier papers keep the old one")),
        ("medsos agency rename dinkes 'Dinas Kesehatan' --from-start",
         Message("It was written wrongly from the beginning")),
    ),
    "agency set": (
        ("medsos agency set dinkes --kind dinas", Message("Of which kind it is")),
        ("medsos agency set pdam --kind bumd --on 1/12/2020", Message("From that day on")),
    ),
    "agency recode": (
        ("medsos agency recode dinkominfo kominfo", Message("Another code, on every day")),
        ("medsos agencies", Message("Which codes there are")),
    ),
    "agency close": (
        ("medsos agency close dinkes --into dinhub --document 188/2021",
         Message("What it holds goes over to its successor")),
        ("medsos history dinhub", Message("What went over")),
    ),
    "agency merge": (
        ("medsos agencies", Message("Is an office there twice?")),
        ("medsos agency merge bag-pengadaan --into setda", Message("Both are one, on every day")),
    ),
    "agency reopen": (
        ("medsos history dinkes", Message("Since when it is closed, and by whom")),
        ("medsos agency reopen dinkes --reason 'salah kode'", Message("Taken back")),
    ),
    "account set": (
        ("medsos account set dinkes instagram @contoh.sehat", Message("It names its account")),
        ("medsos account set dinkes twitter none", Message("It says that it has none")),
        (
            "medsos account set dinkes instagram @contoh.sehatkb --renamed",
            Message("The same account has a new name"),
        ),
    ),
    "account accept": (
        ("medsos audit --agency dinkes", Message("Is an account marked impostor?")),
        ("medsos account accept dinkes instagram", Message("No: the new account is its own")),
    ),
    "device add": (
        ("medsos device add HP-67", Message("A handset of which only the label is known yet")),
        ("medsos device add HP-67 --imei 490154203237518 --model 'Contoh A2'",
         Message("With its IMEI and its model")),
    ),
    "device set": (
        ("medsos device set HP-12 --condition RR --on 3/12/2020",
         Message("It was found damaged that day")),
        ("medsos device set HP-12 --sim-active-until 3/6/2021", Message("The card was topped up")),
        ("medsos device set HP-12 --serial R58M --from-start",
         Message("What was on record was wrong from the beginning")),
    ),
    "device swap": (
        ("medsos device swap HP-01 HP-02 --imei", Message("Their IMEIs were mixed up")),
        ("medsos device swap HP-01 HP-02 --label", Message("Their labels were mixed up")),
    ),
    "device replace": (
        ("medsos device replace HP-12 --imei 490154203237518",
         Message("Another unit under the same label, with the same holder")),
        ("medsos devices --all", Message("The old one is there under its IMEI")),
    ),
    "device write-off": (
        ("medsos device write-off HP-66 --proposal usulan.docx", Message("First propose it")),
        ("medsos device write-off HP-66 --document 028/90/2020", Message("By the decree")),
        ("medsos devices --all", Message("It is listed with --all only")),
    ),
    "device withdraw": (
        ("medsos device withdraw HP-66 --reason 'salah ketik'",
         Message("It was put on record by mistake")),
        ("medsos device add HP-67", Message("What was meant")),
    ),
    "show": (
        ("medsos show HP-05", Message("Who has it, since when, on which paper")),
        ("medsos show dinkes", Message("Its accounts, and what each verdict rests on")),
        ("medsos show 'Admin Setda'", Message("What a person holds or held")),
    ),
    "devices": (
        ("medsos devices --without-document", Message("What was handed over without a paper")),
        ("medsos devices --form kib-b --output kib-b.xlsx",
         Message("The card KIB B as the regulation has it")),
        ("medsos devices --sim-expiring 30", Message("Which cards lapse within thirty days")),
    ),
    "assign": (
        ("medsos assign HP-66 dinkes --to 'Siti Aminah'", Message("Handed over today")),
        ("medsos assign HP-66 dinkes --to Siti --on 3/12/2020 --document 028/66/2020",
         Message("On another day, with the number of the paper")),
    ),
    "return": (
        ("medsos return HP-05", Message("Back in the office today")),
        ("medsos return HP-05 --condition RR --note 'layar retak'", Message("Back, and damaged")),
    ),
    "transfer": (
        ("medsos transfer HP-05 dinkes --to 'Siti Aminah'",
         Message("To another admin of the same agency")),
        ("medsos transfer HP-05 dinhub --to Budi --document 028/70/2020",
         Message("To another agency, with the number of the paper")),
    ),
    "lost": (
        ("medsos lost HP-05", Message("Its holder cannot find it")),
        ("medsos lost HP-05 --document LP/12/2020", Message("With the letter of the police")),
    ),
    "found": (
        ("medsos found HP-05", Message("It has turned up today")),
        ("medsos found HP-05 --on 3/12/2020 --note 'di laci'", Message("On another day")),
    ),
    "amend": (
        ("medsos amend 12 --nip 198001012005012001", Message("The NIP that was not known then")),
        ("medsos amend 1-3 --document 028/1/2020 --reason 'salah ketik'",
         Message("Another number than was written, with the reason")),
    ),
    "void": (
        ("medsos history HP-05", Message("Find the number of the event")),
        ("medsos void 5 --reason 'salah ponsel'", Message("Take it back")),
    ),
    "custody-import": (
        ("medsos custody-import events.csv --dry-run", Message("Look first what it records")),
        ("medsos custody-import events.csv --rejects bad.csv",
         Message("Record it; the rows that have to be mended go into a file of their own")),
    ),
    "history": (
        ("medsos history HP-05", Message("Who has had a handset")),
        ("medsos history dinkes", Message("What an agency has had")),
        ("medsos history --output history.xlsx", Message("Everything, for Excel")),
    ),
    "stocktakes": (
        ("medsos stocktakes", Message("What came of those that are finished")),
        ("medsos stocktakes --format csv", Message("The same for another program")),
    ),
    "stocktake start": (
        ("medsos stocktake start", Message("Count from today on")),
        ("medsos stocktake start --on 1/12/2020", Message("It began on another day")),
    ),
    "stocktake seen": (
        ("medsos stocktake seen HP-01 HP-02", Message("These two were in hand")),
        ("medsos stocktake seen HP-03=RR HP-04", Message("One of them damaged")),
        ("medsos stocktake seen --from scans.txt", Message("What a scanner has written")),
    ),
    "stocktake status": (
        ("medsos stocktake status", Message("What has not been seen yet")),
        ("medsos stocktake status --format csv", Message("The counts, for another program")),
    ),
    "stocktake finish": (
        ("medsos stocktake status", Message("Look first what is missing")),
        ("medsos stocktake finish --output missing.xlsx", Message("End it, and keep the list")),
    ),
    "audit": (
        ("medsos audit --only stale,empty", Message("Who has gone quiet")),
        ("medsos audit --since 31/10/2020", Message("What has changed since then")),
        ("medsos audit --output 'audit-{date}.xlsx'", Message("For Excel, named after the day")),
    ),
    "check": (
        ("medsos check --dry-run", Message("Which requests would be sent")),
        ("medsos check --platform ig --agency dinkes", Message("Look at one account")),
    ),
    "post": (
        ("medsos post https://x.com/contohdinkes/status/1334000000000000000",
         Message("A post that an admin has reported")),
        ("medsos post --from chat.txt", Message("Out of an exported WhatsApp group")),
    ),
    "posts": (
        ("medsos posts --agency dinkes", Message("What is known of one agency's posts")),
        ("medsos posts --output posts.xlsx", Message("All of them, for Excel")),
    ),
    "report": (
        ("medsos report --output 'laporan-{month}.html'",
         Message("The page of last month, to show and to print")),
        ("medsos report --month 2020-11 --target 2/week --output laporan.txt",
         Message("A message for WhatsApp, of another month")),
    ),
    "remind": (
        ("medsos remind", Message("Whom there is reason to remind")),
        ("medsos remind --output remind.html", Message("A page to send the messages from")),
    ),
    "followup": (
        ("medsos followup dinkes --by whatsapp", Message("Reminded today")),
        ("medsos followup dinkes --by letter --on 2/12/2020 --document 005/12/2020",
         Message("By a letter of another day")),
    ),
    "followups": (
        ("medsos followups", Message("Who was reminded, and what came of it")),
        ("medsos followups --agency dinkes", Message("Those of one agency")),
    ),
    "sender add": (
        ("medsos sender add 'Ani Dinkes' dinkes", Message("By the name that the chat shows")),
        ("medsos sender add '+62 812-0000-0001' dinkes", Message("By the number")),
    ),
    "sender remove": (
        ("medsos senders", Message("Who is kept?")),
        ("medsos sender remove 081200000001", Message("Another admin sends now")),
    ),
    "senders": (
        ("medsos senders", Message("Whose links which sender brings")),
        ("medsos senders --output senders.xlsx", Message("For Excel")),
    ),
    "activity": (
        ("medsos activity", Message("How many posts each account made last month")),
        ("medsos activity --month 2020-11 --target 2/week",
         Message("Who made two a week in November")),
        ("medsos activity --from 1/11/2020 --to 14/11/2020", Message("In two weeks of it")),
    ),
    "bast": (
        ("medsos bast 5", Message("The paper of one handover")),
        ("medsos bast HP-06", Message("Of the latest that happened to a handset")),
        ("medsos bast 1-65 --output bast.docx", Message("Of a whole day, with an annex")),
    ),
    "verify": (
        ("medsos verify 5 1a2b3c4d5e", Message("Is event 5 what its paper says?")),
        ("medsos doctor", Message("Whether the seals of all of them hold")),
    ),
    "redact": (
        ("medsos redact 1 --document 045/12/2030 --reason 'lewat masa simpan'",
         Message("Who had it, long ago")),
        ("medsos history HP-01", Message("That it was blanked, on which paper")),
    ),
    "labels": (
        ("medsos labels", Message("For all handsets")),
        ("medsos labels --in-stock --output stock.pdf", Message("For those in stock")),
    ),
    "backup": (
        ("medsos backup copy.db", Message("One copy")),
        ("medsos backup copies --keep 30", Message("A dated copy in a folder; thirty are kept")),
    ),
    "restore": (
        ("medsos restore copy.db", Message("Put a copy in the database's place")),
        ("medsos restore copy.db --db other.db", Message("Elsewhere, to look at it")),
    ),
    "schedule": (
        ("medsos schedule", Message("The lines for this machine")),
        ("medsos schedule --for windows", Message("Those for the Windows Task Scheduler")),
    ),
    "doctor": (
        ("medsos doctor", Message("Is all well?")),
        ("medsos doctor --format json", Message("For a program that watches")),
    ),
    "info": (
        ("medsos info", Message("Which file is used, and why")),
        ("medsos info --db copy.db", Message("What a copy holds")),
    ),
    "completion": (
        ("medsos completion bash", Message("For the shell of Linux")),
        ("medsos completion powershell", Message("For Windows")),
    ),
    "help": (
        ("medsos help verdicts", Message("What the words of the audit mean")),
        ("medsos help device add", Message("How a command is used")),
    ),
}  # fmt: skip
