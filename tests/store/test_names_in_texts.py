"""Names in a text are found without reading everybody's, and as if everybody's had been read."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import create_engine, text

from lms.domain.identifiers import first_word_of, words_in
from lms.services.find_identifiers import find_identifiers
from lms.services.site import Site
from lms.store import migrate
from lms.store.people import MANY_WORDS, everybody, perhaps_named_in
from lms.testing_world import World
from tests.fixtures.statements import counted

TODAY = date(2026, 3, 2)
PARTS = (
    *("Ann", "ANN", "Ann's", "anne", "Marie", "O'Neill", "O\u2019Neill", "O'Neill's", "Smith"),
    *("Smith-Jones", "Smith\u2010Jones", "Strau\u00df", "STRAUSS", "Zo\u00eb", "Zoe\u0308", "de"),
    *("\uff21nn", "A\u00adnn", "\u0130nan", "J.", "Jo", "\u0152uvre", "\u01c5ord", "St", "3rd"),
)
BETWEEN = st.sampled_from([" ", "  ", ". ", "-", ", ", "\n", "\u200b", "'s ", "\u00a0", ""])
WRITTEN = st.lists(st.tuples(st.sampled_from(PARTS), BETWEEN), min_size=1, max_size=8).map(
    lambda pairs: "".join(part for pair in pairs for part in pair)
)
PLAIN = st.text("abAB\u00e9\u0130\u017f '-.\u2019\u00ad\u200b1", max_size=12)


@given(WRITTEN | PLAIN, st.lists(WRITTEN | PLAIN, max_size=6))
def test_every_name_that_a_text_holds_begins_with_one_of_its_words(
    written: str, names: list[str]
) -> None:
    near = [name for name in names if first_word_of(name) in words_in(written)]
    with_all = find_identifiers(written, names, today=TODAY)
    assert find_identifiers(written, near, today=TODAY) == with_all


def test_only_whose_name_may_stand_there_is_read(site: Site, world: World) -> None:
    for identity in ("ann-marie", "ann-smith", "zoe-banks", "cher"):
        world.person(identity)
    session = site.session()
    found = perhaps_named_in(session, ["ANN and a brother", "told Banks, a neighbour"])
    assert [p.name for p in found] == ["Ann Marie", "Ann Smith"]
    assert [p.id for p in perhaps_named_in(session, ["zoe"])] == ["zoe-banks"]
    assert perhaps_named_in(session, ["Cher", ""]) == []
    with counted(site) as asked:
        assert perhaps_named_in(session, ["", "1234 ."]) == []
    assert asked == []
    # So many words that they are no question for a database: everybody it could be.
    letters = "abcdefghijklmnopqrstuvwxyz"
    many = " ".join(
        f"{a}{b}{c}{d}" for a in letters for b in letters for c in letters for d in "st"
    )
    assert len(words_in(many)) > MANY_WORDS
    two = [p for p in everybody(session) if p.id != "cher"]
    assert perhaps_named_in(session, [many]) == two


def test_names_that_a_site_has_already_are_looked_up_after_its_migration(
    empty_database_url: str,
) -> None:
    migrate.upgrade(empty_database_url)
    migrate.downgrade(empty_database_url, "0006")
    engine = create_engine(empty_database_url)
    with engine.begin() as connection:
        connection.execute(
            text("INSERT INTO person (id, name, invented) VALUES ('ann', 'Ann O''Neill', true)")
        )
        connection.execute(
            text("INSERT INTO person (id, name, invented) VALUES ('cher', 'Cher', true)")
        )
    migrate.upgrade(empty_database_url)
    with engine.begin() as connection:
        rows = connection.execute(text("SELECT id, first_word FROM person ORDER BY id")).all()
    engine.dispose()
    assert [tuple(row) for row in rows] == [("ann", "ann"), ("cher", "")]
