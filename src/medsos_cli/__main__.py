"""`medsos`, and `python -m medsos_cli`."""

import sys
from io import TextIOWrapper

from medsos_cli.cli import app


def main() -> None:
    """Run the command line."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):  # an old code page shows ? rather than failing
            stream.reconfigure(errors="replace")
    app(prog_name="medsos")


if __name__ == "__main__":
    main()
