"""What the pages for citizens bring to the lower rooms."""

from django.utils.translation import gettext_lazy as _

from governance.assessment.grounds import Ground
from governance.cases.files.storage import Holder
from governance.cases.registry import Cards
from governance.frame.line import Line
from governance.frame.seals.resealing import SealedColumn
from governance.organisation.demo import Part
from governance.organisation.navigation import MenuEntry
from governance.organisation.retention import Forgetter
from governance.publications.front.doors import PublicDoor

from . import brake, drafts, slips
from .booking import actions as booking
from .booking import agenda as booking_agenda
from .booking.offers import DELIVERED, OFFERS
from .booking.views import SEE
from .models import Booking, DraftFile
from .questionnaires import access as questionnaires
from .questionnaires import demo, grounds

LINE = Line(
    takes=(OFFERS,),
    offers=DELIVERED,
    agenda=(booking_agenda.SOURCE,),
    guide="data/guide.csv",
    urls={"": "urls"},
    cards=(Cards("slip", slips.card),),
    public_doors=(
        PublicDoor(_("预约接访、律师、心理咨询"), "citizens:booking", _("按排班选一个半小时，不用排队。"), 25),
        PublicDoor(_("联系和接待"), "citizens:contact", _("电话、地址、时间，这一周哪位领导在哪里接访。"), 30),
        PublicDoor(_("个人信息怎样使用"), "citizens:privacy", _("收集什么、用来做什么、保存多久、您的权利。"), 90),
    ),
    hands_over={"in_hand": questionnaires.in_hand},
    files=(Holder("未提交的附件", DraftFile),),
    retention="data/retention.csv",
    forgets=(
        Forgetter("citizen_drafts", drafts.forget_before, recorded=True),
        Forgetter("citizen_tries", brake.forget_before),
        Forgetter("citizen_sendings", brake.forget_sent_before),
        Forgetter("citizen_bookings", booking.forget_before, recorded=True),
    ),
    resealed=(SealedColumn(Booking, "told_sealed"),),
    menu=(
        MenuEntry(
            "群众预约", "citizens:bookings", "calendar-time", permissions=(SEE,), position=8, under="counter:intake"
        ),
        MenuEntry(
            "问卷调查",
            "citizens:questionnaires",
            "",
            permissions=(questionnaires.SEE,),
            position=65,
            under="assessment:periods",
        ),
    ),
    grounds=(Ground("questionnaires", "问卷结果", grounds.words),),
    demo=(Part("问卷", demo.load),),
    roles="data/roles.csv",
)
