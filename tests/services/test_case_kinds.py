"""A plugin's check that fails while a case runs is a problem of that case, with plugin and place."""

from __future__ import annotations

from dataclasses import replace
from types import ModuleType

import pytest

from lms.domain.policy import SYSTEM
from lms.domain.records import NewRecord, RecordKind, Records, Refusal
from lms.errors import BadInput
from lms.plugin import RegisterContext, hookimpl
from lms.registry import Registry
from lms.services.publish import publish
from lms.services.site import Site
from lms.testing_programme import small_files

CASE = """\
---
case: One nap
programme: small
people:
  ana: {employer: medway}
enrolment: {who: ana, on: 2025-01-06}
---
She sleeps.

```yaml records
- {on: 2025-02-03, who: ana, kind: nap}
```

```yaml expect
- {refused: {on: 2025-02-04, who: ana, kind: nap}}
```
"""


def falls_asleep(new: NewRecord, in_force: Records) -> Refusal | None:
    raise LookupError("Ana's own words")


def with_naps(site: Site) -> Site:
    """The site with a plugin whose kind of fact cannot be checked."""
    plugin = ModuleType("naps")

    @hookimpl
    def lms_register_record_kinds(context: RegisterContext) -> tuple[RecordKind, ...]:
        return (RecordKind("nap", "Nap", check=falls_asleep),)

    plugin.lms_register_record_kinds = lms_register_record_kinds  # type: ignore[attr-defined]
    return replace(site, registry=Registry({"naps": plugin}), parsed={})


def test_a_check_that_fails_is_told_at_its_fact_with_the_plugin_and_none_of_its_words(
    site: Site, caplog: pytest.LogCaptureFixture
) -> None:
    files = {**small_files("[]", ("naps",), "small", "1"), "cases/a/one.md": CASE}
    with pytest.raises(BadInput) as fault:
        publish(with_naps(site), SYSTEM, files)
    (problem,) = map(str, fault.value.problems)
    assert problem.startswith("cases/a/one.md:11: ")
    assert 'the plugin "naps" failed when it checked this nap' in problem
    assert "own words" not in problem
    assert "own words" in caplog.text
    expected = {
        **files,
        "cases/a/one.md": CASE.replace("- {on: 2025-02-03, who: ana, kind: nap}", ""),
    }
    with pytest.raises(BadInput) as fault:
        publish(with_naps(site), SYSTEM, expected)
    (problem,) = map(str, fault.value.problems)
    assert problem.startswith("cases/a/one.md:15: ")
