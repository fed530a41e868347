"""Opinions of organs above that do not work on this platform, written down from their papers."""

from governance.frame.refusals import FactMissing
from governance.organisation.models import Unit

from ..models import Petition, Review
from .opening import ARTICLES, WORDS, asked, is_revoked, last_review, recorded, use_right


def check_recorded(petition: Petition, *, act, facts: dict) -> None:
    """The paper can be what it is written down as; raises ``FactMissing`` with a sentence at each fact that does not
    stand: an organ that works here or decided itself, a recheck without a review, an opinion written down already.
    """
    stage, reviewed = facts["stage"], last_review(petition)
    wrong = _wrong_stage(petition, stage, reviewed) | _wrong_organ(petition, facts["by"])
    since = facts["since"]
    decided = reviewed.served_on if stage == "recheck" and reviewed and reviewed.served_on else petition.served_on
    if facts["asked_on"] < decided:
        wrong["asked_on"] = f"请求日期不能早于被{WORDS[stage]}的意见送达的日期 {decided}。"
    if since < facts["asked_on"]:
        wrong["since"] = "意见送达日期不能早于请求日期。"
    if wrong:
        raise FactMissing(wrong)
    if stage == "recheck" and reviewed is not None:
        use_right(reviewed, stage, act=act, asked_on=facts["asked_on"])


def _wrong_stage(petition: Petition, stage: str, reviewed: Review | None) -> dict[str, str]:
    word = WORDS[stage]
    known = asked(petition, stage).first()
    if recorded(petition, stage) is not None or (known is not None and not is_revoked(petition, known)):
        return {"stage": f"这件信访件已有{word}，同一意见只能请求一次{word}（{ARTICLES[stage]}）。"}
    if stage == "recheck" and not _has_review(petition, reviewed):
        return {"stage": "还没有送达的复查意见，不能登记复核意见（第三十六条）。"}
    return {}


def _has_review(petition: Petition, reviewed: Review | None) -> bool:
    if recorded(petition, "review") is not None:
        return True
    return reviewed is not None and reviewed.stands and not is_revoked(petition, reviewed)


def _wrong_organ(petition: Petition, named: str) -> dict[str, str]:
    words = "".join(named.split())
    here = next((unit for unit in Unit.objects.filter(is_active=True) if words in (unit.name, unit.short_name)), None)
    if here is None:
        return {}
    if here.pk == petition.lead_unit_id:
        return {"by": f"{here.short_name}作出了原处理意见，不能自己复查、复核（第三十五条）。"}
    return {"by": f"{here.short_name}在本平台办理，请用“登记复查、复核请求”由其办理。"}
