"""A process that runs the commands it is sent, one JSON list of words a line, at once."""

import json
import sys
from datetime import UTC, datetime

from typer.testing import CliRunner

from medsos_cli.cli import app
from medsos_cli.cli.context import Context

NOW = datetime(2020, 12, 3, 3, 0, tzinfo=UTC)


def main() -> None:
    for line in sys.stdin:
        context = Context(now=lambda: NOW, user=lambda: "tu")
        result = CliRunner().invoke(app, json.loads(line), obj=context, catch_exceptions=False)
        print(json.dumps([result.exit_code, result.stdout, result.stderr]), flush=True)  # noqa: T201  # the answer


if __name__ == "__main__":
    main()
