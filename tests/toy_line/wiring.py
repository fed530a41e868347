"""What enquiries bring to the lower rooms."""

from governance.cases.lists.filters import desk_of
from governance.cases.lists.ledger import Ledger, columns
from governance.cases.lists.listing import Listing
from governance.cases.papers.issue import Text
from governance.cases.registry import CaseKind
from governance.frame.line import Line
from governance.organisation.navigation import MenuEntry, Slot

from .models import Enquiry
from .steps import WORKFLOW

KIND, ENQUIRIES = WORKFLOW.kind, Listing((WORKFLOW.kind,))
LIST, PAGE, REGISTER = "toy_line:list", "toy_line:register", "toy_line.register_enquiry"
TEXTS = {"enquiry_answer": Text(lambda issuing: {"答复内容": issuing.case.answer})}

LINE = Line(
    urls={"enquiries/": "urls"},
    terms="data/terms.csv",
    kinds=(CaseKind(WORKFLOW, Enquiry, list_name=LIST, register_name=PAGE, register_permission=REGISTER),),
    papers=TEXTS,
    ledgers=(Ledger(KIND, ENQUIRIES, columns(topic=10)),),
    slots=(Slot("register", PAGE, REGISTER, "登记咨询件"),),
    menu=(MenuEntry("咨询", LIST, "message-2", ("cases.view_case",), 30, desk_of(KIND)),),
    roles="data/roles.csv",
)
