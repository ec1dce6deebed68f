"""`python my_port.py` talks to the lab; `python my_port.py DIR` answers a folder of cases."""

import argparse
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from .live import live
from .offline import offline
from .port import Port


def run(port: Port | Callable[[], Port], arguments: Sequence[str] | None = None) -> None:
    """What a port's script ends with; takes the command line's arguments unless given others.

    What is printed before this call can get into the conversation with the lab. If your library prints while it is
    imported, hand over a function that imports it and makes the port: it is called when the pipes are safe.
    """
    parser = argparse.ArgumentParser(description="A port of CAME, for the CAME lab to validate.")
    parser.add_argument(
        "folder",
        type=Path,
        nargs="?",
        help="answer the cases in FOLDER/cases; without it, talk to the lab over standard input and output",
    )
    parser.add_argument("--resume", action="store_true", help="leave cases alone that have an answer")
    options = parser.parse_args(arguments)
    try:
        if options.folder is not None:
            offline(port() if callable(port) else port, options.folder, options.resume)
            return
        if options.resume:
            parser.error("--resume needs a folder")
        if sys.stdin.isatty():
            print(
                f'This waits for the lab: came-lab validate --port "python {sys.argv[0]}"\n'
                "With a folder of cases it answers them; --help says more.",
                file=sys.stderr,
            )
        live(port)
    except KeyboardInterrupt:
        raise SystemExit(130) from None
