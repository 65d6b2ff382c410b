"""`medsos`, and `python -m medsos_cli`."""

import gc
import os
import sys
from io import TextIOWrapper

from medsos_cli.cli import app


def main() -> None:
    """Run the command line."""
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:  # closed by whoever started this
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: PTH123, SIM115  # till the end
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):  # an old code page shows ? rather than failing
            stream.reconfigure(errors="replace")
    gc.set_threshold(50_000)  # a run is short and makes few cycles, a roster a million rows
    app(prog_name="medsos")


if __name__ == "__main__":
    main()
