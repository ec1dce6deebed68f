"""What a port says of itself. What is claimed is what is judged."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any, Literal

from .case import PROTOCOL, Case


@dataclass(frozen=True)
class About:
    """The port's name and its claims; what is left out is the protocol's default.

    `starts`, `reloads` and `refuses` are as the adapter can do them, unless said otherwise.
    """

    name: str
    version: str = ""
    formats: Sequence[str] = ("F32",)
    """Types of parameters and gradients that it takes: "F32", "F16", "BF16", "F64"."""
    ranks: Sequence[int] = (0, 1, 2, 3, 4)
    """Numbers of dimensions that it takes."""
    many: bool = True
    """Whether one optimizer takes several parameters."""
    starts: bool | None = None
    """Whether it can start from a given state."""
    reloads: bool | None = None
    """Whether it can save its state and load it."""
    refuses: bool | None = None
    """Whether a gradient of a wrong shape is an error."""
    factors: Literal["means", "sums"] = "means"
    """What the states `…_row` and `…_col` hold."""
    arithmetic: Literal["F32", "F16", "BF16", "F64"] | None = None
    """In which it computes and keeps its state; by default F32, and F64 with parameters of F64."""
    reduction: Literal["any", "tree"] | Mapping[str, int] = "any"
    """The order of its sums: "any", "tree" or {"blocks": 128}."""
    rsqrt_ulps: float = 1.5
    """The largest error of its reciprocal square root, in ulps."""
    flushes: bool = False
    """Whether subnormal numbers are taken for zero."""
    constants: Literal["double", "format"] = "double"
    """Whether 1 − β is formed in double and rounded once, or in the arithmetic."""

    def default(self, *, starts: bool = False, reloads: bool = False, refuses: bool = False) -> About:
        """The same with these where nothing was said."""
        return replace(
            self,
            starts=starts if self.starts is None else self.starts,
            reloads=reloads if self.reloads is None else self.reloads,
            refuses=refuses if self.refuses is None else self.refuses,
        )

    def json(self) -> dict[str, Any]:
        """The object for `port.json` and the reply to `hello`."""
        return {"protocol": PROTOCOL} | {key: value for key, value in asdict(self).items() if value is not None}

    def lacks(self, case: Case) -> str | None:
        """What of a case the port doesn't claim to support, if anything."""
        if not case.formats <= set(self.formats):
            return f"parameters of {', '.join(sorted(case.formats))}"
        if not case.ranks <= set(self.ranks):
            return f"tensors of {', '.join(str(rank) for rank in sorted(case.ranks - set(self.ranks)))} dimensions"
        wants = {
            "several parameters": len(case.parameters) > 1 and not self.many,
            "a given start": bool(case.start) and not self.starts,
            "saving and loading": bool(case.reload) and not self.reloads,
            "refusing a gradient": bool(case.refused) and not self.refuses,
        }
        return next((what for what, lacking in wants.items() if lacking), None)
