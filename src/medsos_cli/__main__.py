"""`medsos`, and `python -m medsos_cli`."""

import gc
import sys
from io import TextIOWrapper

from medsos_cli.cli import app


def main() -> None:
    """Run the command line."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):  # an old code page shows ? rather than failing
            stream.reconfigure(errors="replace")
    gc.set_threshold(50_000)  # a run is short and makes few cycles, a roster a million rows
    app(prog_name="medsos")


if __name__ == "__main__":
    main()
