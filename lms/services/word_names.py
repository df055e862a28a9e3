"""Names in Word's XML, short and the same whether the file is transitional or strict."""

from __future__ import annotations

from typing import Any

from lms.services.xml_names import ShortNames

OLD, STRICT = "http://schemas.openxmlformats.org/", "http://purl.oclc.org/ooxml/"
SPACES = {
    f"{OLD}wordprocessingml/2006/main": "w",
    f"{STRICT}wordprocessingml/main": "w",
    f"{OLD}officeDocument/2006/math": "m",
    f"{STRICT}officeDocument/math": "m",
    f"{OLD}officeDocument/2006/relationships": "r",
    f"{STRICT}officeDocument/relationships": "r",
    f"{OLD}drawingml/2006/main": "a",
    f"{STRICT}drawingml/main": "a",
    f"{OLD}drawingml/2006/wordprocessingDrawing": "wp",
    f"{STRICT}drawingml/wordprocessingDrawing": "wp",
    f"{OLD}drawingml/2006/chart": "c",
    f"{STRICT}drawingml/chart": "c",
    "http://schemas.microsoft.com/office/drawing/2014/chartex": "c",
    f"{OLD}drawingml/2006/diagram": "dgm",
    f"{STRICT}drawingml/diagram": "dgm",
    f"{OLD}drawingml/2006/picture": "pic",
    f"{STRICT}drawingml/picture": "pic",
    f"{OLD}markup-compatibility/2006": "mc",
    "urn:schemas-microsoft-com:vml": "v",
    "urn:schemas-microsoft-com:office:office": "o",
}


NAMES = ShortNames(SPACES)
short, said = NAMES.short, NAMES.said


def child(element: Any, *path: str) -> Any:
    """The first element below, step by step; None where a step is missing."""
    for name in path:
        element = next((one for one in element if short(one.tag) == name), None)
        if element is None:
            return None
    return element


def is_on(element: Any) -> bool | None:
    """Whether a switch such as ``w:vanish`` is on; None where it is not said at all."""
    if element is None:
        return None
    return said(element, "w:val") not in ("0", "false", "off")
