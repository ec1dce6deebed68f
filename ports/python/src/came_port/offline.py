"""A folder of cases is answered, for a lab that runs elsewhere or later."""

import json
import time
import traceback
from pathlib import Path

from .case import Case
from .live import describe
from .port import Port, Unsupported, run_case
from .tensorfile import write_whole


def offline(port: Port, folder: Path, resume: bool = False) -> None:
    """Answers `folder/cases` into `folder/answers`; with `resume` only those that have no answer yet."""
    cases = sorted((folder / "cases").glob("*.safetensors"))
    if not cases:
        raise SystemExit(f"No case is in {folder / 'cases'}: `came-lab cases export {folder}` writes some.")
    answers = folder / "answers"
    answers.mkdir(exist_ok=True)
    if not resume:
        for case in cases:
            _drop(answers, case.stem)
    write_whole(answers / "port.json", _json(port.about.json()))
    left = [case for case in cases if not _answered(answers, case.stem)]
    if len(left) < len(cases):
        print(f"{len(cases) - len(left)} cases have an answer already.")
    counts = {"answered": 0, "unsupported": 0, "failed": 0}
    told = began = time.monotonic()
    for number, case in enumerate(left, 1):
        counts[_answer(port, case, answers)] += 1
        if time.monotonic() - told > 5:
            told = time.monotonic()
            print(f"{number} of {len(left)} cases …", flush=True)
    print(
        f"{len(left)} cases in {time.monotonic() - began:.1f} s: "
        + ", ".join(f"{count} {what}" for what, count in counts.items())
        + f". `came-lab validate {folder}` judges them."
    )


def _answer(port: Port, path: Path, answers: Path) -> str:
    """Answers one case and says how it went."""
    note = answers / f"{path.stem}.json"
    # If the port takes this process down with it, this is the answer that stays, and --resume goes on behind it.
    write_whole(note, _json({"error": "The client ended while it ran this case."}))
    try:
        run_case(port, Case.read(path)).write(answers / path.name)
        note.unlink()
        return "answered"
    except Unsupported as unsupported:
        write_whole(note, _json({"unsupported": str(unsupported)}))
        return "unsupported"
    except (Exception, SystemExit) as error:
        traceback.print_exc()
        print(f"{path.stem}: {describe(error)}", flush=True)
        write_whole(note, _json({"error": describe(error)}))
        return "failed"
    except KeyboardInterrupt:
        note.unlink()
        raise


def _answered(answers: Path, name: str) -> bool:
    return any((answers / f"{name}{ending}").exists() for ending in (".safetensors", ".json"))


def _drop(answers: Path, name: str) -> None:
    for ending in (".safetensors", ".json"):
        (answers / f"{name}{ending}").unlink(missing_ok=True)


def _json(value: object) -> bytes:
    return (json.dumps(value) + "\n").encode("utf-8")
