"""A page of ours with one of its forms filled in again: whatever a form is, it is done here, once."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable

from lxml import html
from lxml.html import FormElement, HtmlElement

from lms.web.sent_form import OF_THE_FORM, Sent

UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
NUMBER = re.compile(r"\d+$")
Boxes = dict[str, list[str]]


def filled(page: str, sent: Sent, notice: str, fresh: bool = False) -> str | None:
    """A page with what was sent in its form and a notice in front; None where it has no such form.

    A text that has no box in the page any more gets one of its own at the end of the form. Boxes
    that nobody sees (which revision was seen, the key that makes two clicks one act) are as they
    were sent, so that what changed meanwhile is still noticed; ``fresh`` leaves them as the page
    now has them, for a person who has been told what changed. Passwords are never filled in, nor
    are files.
    """
    tree = html.document_fromstring(page)
    form = _form(tree, sent)
    if form is None:
        return None
    boxes: Boxes = defaultdict(list)
    for name, text in sent.boxes:
        boxes[name].append(UNPRINTABLE.sub("\ufffd", text).replace("\r\n", "\n"))
    known = {_fill(box, boxes, fresh) for box in form.iter("input", "textarea", "select", "button")}
    _add_boxes(form, {n: texts for n, texts in boxes.items() if n not in known | OF_THE_FORM})
    form.set("action", sent.address)
    form.set("data-unsaved", "")
    main = tree.find(".//main")
    (tree.body if main is None else main).insert(0, html.fragment_fromstring(notice))
    return str(html.tostring(tree, encoding="unicode", doctype="<!DOCTYPE html>"))


def _form(tree: HtmlElement, sent: Sent) -> FormElement | None:
    """The form that it came from: among those sent to that address, the one that knows most of it."""
    path = sent.address.partition("?")[0]
    names = {name for name, _ in sent.boxes}
    found = [
        form
        for form in tree.iter("form")
        if form.get("method", "").lower() == "post" and _leads_to(form, path, sent)
    ]
    return max(found, key=lambda form: _likeness(form, names, sent), default=None)


def _leads_to(form: HtmlElement, path: str, sent: Sent) -> bool:
    action = (form.get("action") or sent.page).partition("?")[0]
    return action == path


def _likeness(form: HtmlElement, names: set[str], sent: Sent) -> tuple[int, int]:
    boxes = [box for box in form.iter("input", "textarea", "select", "button") if box.get("name")]
    same = sum((box.get("name"), box.get("value")) in sent.boxes for box in boxes)
    return len(names & {box.get("name") for box in boxes}), same


def _fill(box: HtmlElement, boxes: Boxes, fresh: bool) -> str:
    """Fill one box in, and say its name; each text goes into one box."""
    name, kind = str(box.get("name") or ""), str(box.get("type") or "").lower()
    texts = boxes.get(name, [])
    if box.tag == "button" or kind in ("submit", "file", "password", "image", "reset", "button"):
        return name
    if kind in ("checkbox", "radio"):
        _mark(box, "checked", box.get("value", "on") in texts)
    elif box.tag == "select":
        for option in box.iter("option"):
            value = option.get("value")
            own = (option.text or "").strip() if value is None else value
            _mark(option, "selected", own in texts)
    elif texts and not (kind == "hidden" and (fresh or name == "csrf_token")):
        _write(box, texts.pop(0) if len(texts) > 1 else texts[0])
    return name


def _mark(box: HtmlElement, word: str, wanted: bool) -> None:
    if wanted:
        box.set(word, "")
    elif word in box.attrib:
        del box.attrib[word]


def _write(box: HtmlElement, text: str) -> None:
    if box.tag == "textarea":
        box.text = "\n" + text  # a browser drops the first line end
    else:
        box.set("value", text.replace("\n", " "))


def _add_boxes(form: HtmlElement, left: Boxes) -> None:
    """A box for each text that has none, in front of the last group of buttons."""
    labels = {label.get("for"): label.text_content().strip() for label in form.iter("label")}
    for n, (name, text) in enumerate(_texts(left), 1):
        group = html.fragment_fromstring(
            '<div class="govuk-form-group"><label class="govuk-label govuk-label--s"></label>'
            '<textarea class="govuk-textarea" rows="3"></textarea></div>'
        )
        label, box = group
        label.text = _label(name, labels) or f"Also typed ({n})"
        label.set("for", f"also-{n}")
        box.set("id", f"also-{n}")
        box.set("name", name)
        _write(box, text)
        form.append(group)
    buttons = form.find(".//div[@class='govuk-button-group']")
    last = buttons if buttons is not None else next(reversed([*form.iter("button")]), None)
    if left and last is not None:
        form.append(last)


def _texts(left: Boxes) -> Iterable[tuple[str, str]]:
    return ((name, text) for name, texts in left.items() for text in texts if text.strip())


def _label(name: str, labels: dict[str | None, str]) -> str:
    """The label of a box that there may be any number of: its neighbour's, with its own number."""
    found, stem = NUMBER.search(name), NUMBER.sub("", name)
    if not found or len(found[0]) > 5:
        return ""
    same = (says for box, says in labels.items() if box and NUMBER.sub("", box) == stem)
    return next((NUMBER.sub(str(int(found[0]) + 1), says) for says in same), "")
