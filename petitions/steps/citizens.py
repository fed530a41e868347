"""What a petitioner does over the network, without a login: the system writes it down for them. Plain Python.

信访工作条例 art. 17, 19 and 21.
"""

from governance.cases.common_facts import files, note, reason
from governance.cases.workflow import SAID_HERE, Fact, Guard, Hearer, Step

from ..conditions.withdrawing import has_not_asked_to_withdraw

# Whoever is named in what comes in later to an accusation is accused too, unless the accuser says otherwise; which
# names are known here is told to nobody.
OTHERS_NAMED = Fact("others_named", "材料里提到的其他工作人员，不是被检举控告的人", "flag", required=False)

SUPPLEMENT = Step(
    name="supplement",
    label="信访人补充材料",
    sources=(),
    target=None,
    permission="",
    facts=(note("补充的内容"), OTHERS_NAMED, files("材料")),
    effect="shut_out_named",
    meets=("petition.materials",),
    met_as_taken=SAID_HERE,
    tells=(Hearer.HANDLER, Hearer.STAFF),
    article="《信访工作条例》第十九条",
)

ASK_TO_WITHDRAW = Step(
    name="ask_to_withdraw",
    label="信访人申请撤回",
    sources=("registered", "routed", "handling"),
    target=None,
    permission="",
    facts=(
        Fact("person", "申请撤回的信访人", "pick", of="petitioners", required=False),
        reason("撤回理由"),
        OTHERS_NAMED,
    ),
    effect="shut_out_named",
    guards=(Guard(has_not_asked_to_withdraw, "已经申请撤回，正在由办理单位核实。"),),
    tells=(Hearer.HANDLER, Hearer.STAFF, Hearer.SENDER),
    said_when_wrong="已经答复或者办结的，不再撤回；不服的可以请求复查。",
    help="办理单位核实后，用“信访人撤回”或者“部分信访人撤回”办理；网上的申请就是书面申请。",
)

STEPS = (SUPPLEMENT, ASK_TO_WITHDRAW)
