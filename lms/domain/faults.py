"""What becomes of a fault in somebody else's code: its words go to the log, a reference to people."""

from __future__ import annotations

import logging
from hashlib import sha256

LENGTH = 8


def kind_and_place(fault: BaseException) -> str:
    """What sort of fault it is and where it was raised, without a word of what it says."""
    trace = fault.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    kind = type(fault).__name__
    if trace is None:
        return kind
    file = trace.tb_frame.f_code.co_filename.replace("\\", "/").rpartition("/")[2]
    return f"{kind} in {file}, line {trace.tb_lineno}"


def noted(log: logging.Logger, where: str, fault: BaseException) -> str:
    """Log a fault whole, and give the reference by which it is found there.

    A fault's own words can hold anything: a name, a text, a password. The same fault has the same
    reference, so that what is worked out twice reads the same.
    """
    said = f"{where}\n{type(fault).__qualname__}\n{fault!r}"
    reference = sha256(said.encode("utf-8", "replace")).hexdigest()[:LENGTH]
    log.error("%s failed (reference %s)", where, reference, exc_info=fault)
    return reference
