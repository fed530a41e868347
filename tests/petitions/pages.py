"""The pages of petitions: who passes each, and what it may cost."""

from petitions.models import Letter
from tests.access.doors import OPEN, REGISTRARS, SEERS, Door, Listed, Row

# The windows, and a grid worker at whose door somebody stands.
TAKING = REGISTRARS | {"grid_worker"}
IMPORTERS = frozenset({"staff", "county"})
# The job was asked for by somebody else.
NOT_THEIRS = Door(IMPORTERS, empty=True)

# Only a platform with its token: no login opens it.
BY_TOKEN = Door(frozenset(), 401)

NOBODY_WITHHELD = Door(SEERS, 404, empty=True)

ROWS = {
    "petitions:list": Row(),
    "petitions:reviews": Row(),
    "petitions:suggestions": Row(),
    "petitions:lasting": Row(),
    "petitions:topics": Row(),
    # Nobody agreed to have it told.
    "petitions:tell_all": Row(get=None, post=Door(SEERS, 404, only=frozenset()), args=("number",)),
    "petitions:letters": Row(get=Door(TAKING)),
    # Nobody has taken one.
    "petitions:letter": Row(get=Door(TAKING, empty=True), args=("letter_pk",)),
    "petitions:take_letter": Row(get=None, post=Door(TAKING, empty=True), args=("letter_pk",)),
    "petitions:dismiss_letter": Row(get=Door(TAKING, empty=True), post=Door(TAKING, empty=True), args=("letter_pk",)),
    "petitions:import": Row(get=Door(IMPORTERS), post=Door(IMPORTERS)),
    "petitions:import-preview": Row(get=NOT_THEIRS, post=NOT_THEIRS, args=("job",)),
    # Nobody's name is withheld in the petition of the table; who may not know of it is told the same.
    "petitions:withheld": Row(get=NOBODY_WITHHELD, post=NOBODY_WITHHELD, args=("number",)),
    "petitions:register": Row(get=Door(TAKING), post=Door(TAKING)),
    "petitions:preview": Row(get=None, post=Door(TAKING)),
    # Everybody's, with a login and without.
    "petitions:hand_in": Row(get=OPEN, post=OPEN, for_strangers=True),
    "petitions:hand_in_page": Row(get=OPEN, post=OPEN, args=("hand_in_page",), for_strangers=True),
    "petitions:handed_in": Row(get=OPEN, post=OPEN, for_strangers=True),
    "petitions:look_up": Row(get=OPEN, post=OPEN, for_strangers=True),
    "petitions:mine": Row(get=OPEN, for_strangers=True),
    "petitions:leave_mine": Row(get=None, post=OPEN, for_strangers=True),
    "petitions:my_paper": Row(get=OPEN, args=("my_paper",), for_strangers=True),
    "petitions:ask_mine": Row(get=OPEN, post=OPEN, args=("ask_mine",), for_strangers=True),
    "api-hotline": Row(get=None, post=BY_TOKEN),
    "api-hotline-one": Row(get=BY_TOKEN, args=("number",)),
    "api-hotline-supplements": Row(get=None, post=BY_TOKEN, args=("number",)),
}
LISTS = (
    *(Listed("petitions:list", who, 6) for who in ("clerk", "handler", "lead", "staff", "leader")),
    *(Listed("petitions:list", "staff", 6, f"scope={scope}") for scope in ("mine", "closed", "all")),
    *(Listed("petitions:list", "staff", 6, f"due={due}") for due in ("overdue", "today", "soon", "none")),
    Listed("petitions:list", "staff", 6, "scope=all&area=610116001&channel=visit&category=城乡建设"),
    Listed("petitions:list", "staff", 6, "scope=all&status=handling&start=2026-03-01&end=2026-04-12"),
    Listed("petitions:register", "clerk", 8),
    Listed("petitions:topics", "staff", 4),
    Listed("petitions:letters", "petition_clerk", 5),
    *(Listed("petitions:reviews", who, 6) for who in ("clerk", "staff")),
    *(Listed("petitions:suggestions", who, 6) for who in ("clerk", "staff")),
    *(Listed("petitions:lasting", who, 7) for who in ("clerk", "staff")),
)
NO_LIST = {
    "api-hotline-one",
    "petitions:letter",
    "petitions:dismiss_letter",
    "petitions:hand_in",
    "petitions:hand_in_page",
    "petitions:handed_in",
    "petitions:look_up",
    "petitions:mine",
    "petitions:my_paper",
    "petitions:ask_mine",
    "petitions:import",
    "petitions:import-preview",
    "petitions:withheld",
}


def world(cast, made: dict) -> dict:
    """Pages of those that a citizen fills in, and a paper of which nobody has shown the code."""
    return {"hand_in_page": "people", "ask_mine": "supplement", "my_paper": 1, "letter_pk": 1}


class Growth:
    """More and more letters at one window, and replies to them that did not go out."""

    def __init__(self, county):
        self.cast, self.now = county.cast, county.now

    def grow(self, n: int) -> None:
        """One more of each."""
        for state, error in (("new", ""), ("registered", "连不上邮件服务器")):
            told = {"unit": self.cast.petitions, "arrived_at": self.now, "state": state, "last_error": error}
            Letter.objects.create(key=f"{state}{n:050}", **told)

    def known(self) -> dict:
        """What its lists name."""
        return {}
