"""The kinds of fact that core declares."""

import pytest

from lms.domain.kinds import CORE_RECORD_KINDS
from lms.domain.records import FieldType, Privacy, RecordKind, accept


def ids(kind: RecordKind) -> str:
    return kind.name


def test_no_two_kinds_share_a_name() -> None:
    names = [kind.name for kind in CORE_RECORD_KINDS]
    assert len(names) == len(set(names))


@pytest.mark.parametrize("kind", CORE_RECORD_KINDS, ids=ids)
def test_a_kind_names_its_fields_once_and_in_machine_words(kind: RecordKind) -> None:
    names = [kind.name, *(f.name for f in kind.fields)]
    assert all(name == name.lower() and " " not in name and "_" not in name for name in names)
    assert len(kind.fields) == len({f.name for f in kind.fields})


@pytest.mark.parametrize("kind", CORE_RECORD_KINDS, ids=ids)
def test_private_text_is_special_and_never_needed(kind: RecordKind) -> None:
    for field in kind.fields:
        if field.type is FieldType.DOCUMENT and field.name in ("note", "reason", "feedback"):
            assert field.privacy is Privacy.SPECIAL or kind.subject != "person"
            assert not field.required


@pytest.mark.parametrize("kind", [k for k in CORE_RECORD_KINDS if k.period], ids=ids)
def test_every_period_is_checked(kind: RecordKind) -> None:
    assert kind.check is not accept


def test_an_hour_and_a_half_day_count_once_and_nothing_else_does() -> None:
    assert {k.name for k in CORE_RECORD_KINDS if k.once} == {"hours", "attendance"}


def test_a_defaults_value_is_one_that_the_field_takes() -> None:
    for kind in CORE_RECORD_KINDS:
        for field in kind.fields:
            assert not (field.default and field.choices) or field.default in field.choices
