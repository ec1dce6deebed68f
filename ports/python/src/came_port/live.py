"""The conversation with the lab: one JSON object a line, over pipes.

Whatever the port prints must not get into it, and whatever the port reads must not take from it. So the two pipes are
moved to descriptors that only this module knows; descriptor 1 becomes standard error, and descriptor 0 is empty.
"""

import json
import os
import sys
import traceback
from collections.abc import Callable
from typing import Any, TextIO

from .case import Case
from .port import Port, Unsupported, run_case


def live(port: Port | Callable[[], Port]) -> None:
    """Answers until the lab closes the pipe; a port that is yet to be made is made when the pipes are safe."""
    requests, replies = _private_pipes()
    port = port() if callable(port) else port
    for line in requests:
        if line.strip():
            replies.write(json.dumps(_reply(port, line)) + "\n")
            replies.flush()


def _private_pipes() -> tuple[TextIO, TextIO]:
    requests = os.fdopen(os.dup(0), "r", encoding="utf-8")
    replies = os.fdopen(os.dup(1), "w", encoding="utf-8")
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.close(nothing)
    os.dup2(2, 1)
    sys.stdout = sys.stderr
    return requests, replies


def _reply(port: Port, line: str) -> dict[str, Any]:
    try:
        request = json.loads(line)
        operation = request["op"]
    except (json.JSONDecodeError, KeyError, TypeError) as error:
        return {"id": None, "error": f"Not a request: {error!r}"}
    if operation == "hello":
        return port.about.json()
    of = {"id": request.get("id")}
    if operation != "run":
        return of | {"error": f"This client knows hello and run, but got {operation}."}
    try:
        run_case(port, Case.read(request["case"])).write(request["answer"])
        return of | {"ok": True}
    except Unsupported as unsupported:
        return of | {"unsupported": str(unsupported)}
    except (Exception, SystemExit) as error:
        traceback.print_exc()
        return of | {"error": describe(error)}


def describe(error: BaseException) -> str:
    """An error as the lab shows it: `ValueError: …`."""
    return f"{type(error).__name__}: {error}"
