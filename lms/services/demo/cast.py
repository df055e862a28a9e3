"""Everybody in the example world: a name, a team, a post. All of them are invented."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from lms.services.demo.places import authority_of
from lms.store.people import Person

SOCIAL_WORKERS = (
    "social-worker",
    "senior-social-worker",
    "consultant-social-worker",
    "practice-supervisor",
    "team-manager",
    "head-of-service",
    "director",
)
"""The posts that a Social Work England registration goes with."""


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody, by the first name that is the id; ``team`` is empty for those employed elsewhere."""

    name: str
    team: str
    post: str
    fte: str = "1.0"

    @property
    def id(self) -> str:
        return self.name.partition(" ")[0].lower()

    @property
    def authority(self) -> str:
        return authority_of(self.team)

    @property
    def person(self) -> Person:
        """Who it is, with an address that nobody's mail ever reaches."""
        address = ".".join(self.name.lower().replace("'", "").split())
        return Person(self.id, self.name, f"{address}@example.org", invented=True)


def _members(team: str, *people: str) -> Iterable[Member]:
    """Members of one team, each written ``Name, post`` or ``Name, post, fte``."""
    return (Member(*(part.strip() for part in _three(person, team))) for person in people)


def _three(person: str, team: str) -> tuple[str, ...]:
    name, post, *fte = person.split(",")
    return (name, team, post, *fte)


EVERYBODY = (
    *_members(
        "northwold-willow",
        "Rhona Tindall, social-worker",
        "Aisha Pemberley, social-worker",
        "Jerome Ashgrove, social-worker",
        "Esme Hartnoll, senior-social-worker",
        "Quentin Abernathy, social-worker",
        "Lorcan Bellweather, senior-social-worker",
        "Una Blackthorn, practice-supervisor",
        "Yolanda Prycewell, consultant-social-worker",
        "Marian Goodbourne, team-manager",
        "Alma Rookwood, consultant-social-worker",
    ),
    *_members(
        "northwold-rowan",
        "Callum Oakshott, social-worker",
        "Kemi Lockhurst, social-worker",
        "Gareth Nightwell, social-worker",
        "Samir Featherby, social-worker",
        "Zainab Coldharbour, senior-social-worker",
        "Keziah Ormerley, senior-social-worker",
        "Quincy Marlowell, social-worker",
        "Bernadette Quillham, practice-supervisor",
        "Amara Finchley-Moss, consultant-social-worker",
        "Thea Vandermoor, clinician",
        "Fenella Underhay, senior-social-worker",
    ),
    *_members(
        "northwold-hazel",
        "Leila Marchbank, early-help-worker",
        "Ruth Kingsmoor, social-worker",
        "Adaeze Winterham, social-worker",
        "Petra Valewood, senior-social-worker",
        "Xanthe Rowanby, practice-supervisor",
        "Percival Stroudley, consultant-social-worker",
        "Nathaniel Crosswell, consultant-social-worker, 0.5",
        "Edmund Fiskerton, team-manager",
    ),
    *_members(
        "northwold-leadership",
        "Joan Everard-Pyke, director",
        "Gideon Thackway, head-of-service",
        "Kwame Ashdowne, head-of-service",
    ),
    *_members(
        "harrowmere-heron",
        "Deborah Winterflood, social-worker",
        "Marek Stonebridger, social-worker",
        "Tamsin Holtby, social-worker",
        "Yusuf Penhallow, social-worker",
        "Idris Merriwell, senior-social-worker",
        "Niamh Cartwood, senior-social-worker",
        "Winston Fartherley, practice-supervisor",
        "Oona Pettigrove, consultant-social-worker",
        "Barnaby Crewdson, team-manager",
    ),
    *_members(
        "harrowmere-kestrel",
        "Ewan Larkspur, social-worker",
        "Nadia Fairwater, youth-worker",
        "Uma Greenhollow, social-worker",
        "Bryn Caldwater, social-worker",
        "Maryam Eastwick, senior-social-worker",
        "Rosalind Amesborough, social-worker",
        "Rafaela Winterley, consultant-social-worker",
        "Gwendolyn Shaw-Abbot, senior-social-worker",
        "Cormac Dunmoor, practice-supervisor",
    ),
    *_members(
        "harrowmere-otter",
        "Imogen Castlemere, practice-supervisor",
        "Victor Llewelyn-Grey, social-worker",
        "Stefan Wrenfield, social-worker",
        "Viola Stanmoor, consultant-social-worker",
        "Cecily Drakewell, consultant-social-worker",
        "Hester Brockley, senior-social-worker",
        "Xavier Loomworth, consultant-social-worker",
    ),
    *_members(
        "harrowmere-leadership",
        "Hilary Strandwick, head-of-service",
        "Ignatius Bellamore, head-of-service",
        "Lydia Sorrelby, head-of-service",
    ),
    *_members(
        "estbury-mill",
        "Farida Hollowell, social-worker",
        "Owen Redfernley, social-worker",
        "Chloe Ravenscar, social-worker",
        "Jocasta Thornhay, senior-social-worker",
        "Oscar Fenwright, senior-social-worker",
        "Delphine Achurch, practice-supervisor",
        "Seren Howelby, consultant-social-worker",
    ),
    *_members(
        "estbury-quay",
        "Hana Brightwater, social-worker",
        "Priya Summerscale, social-worker",
        "Dmitri Fallowmere, social-worker",
        "Tobias Underwold, social-worker",
        "Ffion Prosserby, consultant-social-worker",
        "Ulric Hambledown, consultant-social-worker",
        "Dinah Mossgrave, team-manager",
    ),
    *_members(
        "estbury-chapel",
        "Wilfred Ackroydon, consultant-social-worker",
        "Zachary Holmwell, consultant-social-worker",
        "Godfrey Nashby, consultant-social-worker",
        "Ivo Carrick-Hale, senior-social-worker",
    ),
    *_members(
        "estbury-leadership",
        "Morwenna Taitworth, finance-lead",
        "Everett Lyleham, head-of-service",
    ),
    *_members(
        "",
        "Beatrix Lindqvist-Hay, tutor",
        "Conrad Obuyasson, tutor",
        "Dorothea Sandywell, tutor",
        "Elias Mertonby, tutor",
        "Frances Okonwold, tutor",
        "Gloria Whitcomber, programme-lead",
        "Hector Prowsewell, admissions-tutor",
        "Isabel Northcotely, planner",
        "Julian Harperley, planner",
        "Katya Estcourtney, planner",
        "Leopold Grangeby, planner",
        "Miriam Lockton-Vale, marker",
        "Odette Tarrantby, external-examiner",
        "Philip Arkwell, board-chair",
        "Roderick Pellwood, data-protection-officer",
        "Sunita Vanceley, operator",
        "Terence Blytheway, supervisor-of-supervision",
        "Flora Pennhallow, consultant",
        "Anselm Porterby, marker",
        "Cressida Hallowmere, marker",
        "Benedict Underlyne, moderator",
        "Leonora Fairbridge-Tew, conduct-officer",
        "Rowena Castleby, board-member",
    ),
)
"""First names are ids, so no two people share one."""

CAST: Mapping[str, Member] = {member.id: member for member in EVERYBODY}
