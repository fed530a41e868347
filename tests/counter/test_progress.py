"""Who brought a matter is told at the window how it stands, by its number and the end of a number of theirs."""

from datetime import timedelta

import pytest

from governance.cases.access import mark_of
from governance.counter import progress
from governance.organisation.models import AccessRecord
from tests.builders import ACCEPT, OPENED, OPINION, TRANSFER, accusation, in_status, person, petition, step
from tests.petitions import reviews

pytestmark = pytest.mark.django_db
NOT_FOUND = "没有查到"


def asked(client, number: str, proof: str = "2222", way: str = "visit"):
    return client.post("/counter/progress/", {"number": number, "proof": proof, "way": way})


def test_the_petitioner_is_told_how_it_stands_and_nothing_else(cast, login):
    case = petition(cast, replay=False)
    step(case, "transfer", cast.clerk, later=1, replay=False, to_unit=cast.housing, **TRANSFER)
    step(case, "accept", cast.handler, later=2, replay=False, **ACCEPT)
    client = login(cast.petition_clerk)
    shown = asked(client, case.number.lower(), way="phone").content.decode()
    assert "已受理，正在办理" in shown and cast.housing.name in shown and "办理期限至" in shown
    assert "受理告知书" in shown and "转送函" not in shown
    for secret in (case.summary, case.title, "赵秀英", "13911112222", cast.handler.name):
        assert secret not in shown
    told = AccessRecord.objects.filter(verb="open", subject=case.number).get()
    assert (told.actor, told.reason) == (cast.petition_clerk, "申请人电话查询进展")


def test_the_result_is_told_once_it_is_served(cast, login):
    client = login(cast.clerk)
    case = in_status(cast, "handling")
    step(case, "issue_opinion", cast.lead, later=20, replay=False, **OPINION)
    shown = asked(client, case.number).content.decode()
    assert "正在送达" in shown and "信访处理意见书" not in shown and "予以支持" not in shown
    served_on = (case.opened_at + timedelta(days=21)).date()
    proof = {"method": "direct", "served_on": served_on, "receiver": "本人", "proof": "已签收"}
    step(case, "serve", cast.handler, later=21, **proof)
    shown = asked(client, case.number).content.decode()
    assert "信访处理意见书" in shown and "予以支持" in shown and "请求复查至" in shown


def test_review_and_recheck_are_told_with_their_days_and_what_came_of_them(cast, login):
    client = login(cast.clerk)
    case = reviews.answered(cast)
    review = reviews.asked(cast, case)
    step(review, "accept", cast.bureau_handler, later=1, replay=False, told_by="electronic")
    shown = asked(client, case.number).content.decode()
    assert f"复查（{review.number}）" in shown and "公安长安分局，复查中" in shown
    assert "复查答复期限至" in shown and "复查（复核）受理告知书" in shown
    reviews.decided(cast, review, replay=False)
    shown = asked(client, case.number).content.decode()
    assert "待送达" in shown and "复查意见书" not in shown and "复查结论" not in shown
    reviews.served(cast, review)
    shown = asked(client, case.number).content.decode()
    assert "复查意见书" in shown and "维持" in shown and "请求复核至" in shown


def test_whoever_cannot_end_the_number_is_told_the_same_as_for_no_number(cast, login):
    case = petition(cast, people=[person(id_number="61011619800101123X")])
    client = login(cast.clerk)
    wrong, none = asked(client, case.number, "0000"), asked(client, "XF2026-999999")
    assert wrong.status_code == none.status_code == 422
    assert NOT_FOUND in wrong.content.decode() and NOT_FOUND in none.content.decode()
    assert case.number not in "".join(AccessRecord.objects.values_list("subject", flat=True))
    assert AccessRecord.objects.filter(verb="denied", subject=mark_of(case.number)).count() == 1
    assert asked(client, case.number, "123x").status_code == 200
    assert asked(client, case.number, "12a4").status_code == 422


def test_somebody_who_left_no_number_or_whom_it_is_about_cannot_ask(cast, login):
    nameless = petition(cast, people=[person(phone="", id_number="")])
    client = login(cast.clerk)
    assert asked(client, nameless.number, "0000").status_code == 422
    about = petition(cast, people=[person(phone="13800001111"), person("钱大海", "13800009999", part="accused")])
    assert asked(client, about.number, "9999").status_code == 422
    assert asked(client, about.number, "1111").status_code == 200


def test_after_five_that_did_not_fit_nobody_is_told_for_half_an_hour(cast, login):
    case = petition(cast)
    client = login(cast.clerk)
    for proof in ("0000", "0001", "0002", "0003", "0004"):
        asked(client, case.number, proof)
    assert "次数太多" in asked(client, case.number).content.decode()
    # The number too, whoever asks; another number is told of by another clerk.
    assert "次数太多" in asked(login(cast.petition_clerk), case.number).content.decode()
    other = petition(cast, at=OPENED)
    assert asked(login(cast.petition_clerk), other.number).status_code == 200


def test_the_block_begins_with_the_fifth_and_ends_after_half_an_hour(cast):
    case = petition(cast)
    begun = case.opened_at + timedelta(days=1)

    def ask(proof: str, minutes: int = 0):
        return progress.ask(case.number, proof, "visit", actor=cast.clerk, at=begun + timedelta(minutes=minutes))

    for number in range(4):
        with pytest.raises(progress.NothingFound, match=NOT_FOUND):
            ask(f"000{number}")
    assert ask("2222"), "four that did not fit keep nobody from asking"
    with pytest.raises(progress.NothingFound, match=NOT_FOUND):
        ask("0004")
    for minutes in (0, 29):
        with pytest.raises(progress.NothingFound, match="次数太多"):
            ask("2222", minutes)
    assert ask("2222", 31), "half an hour after the fifth it is told again"


def test_an_accusation_is_told_of_only_by_those_who_know_of_it(cast, login):
    case = accusation(cast)
    hidden = asked(login(cast.handler), case.number)
    assert hidden.status_code in (403, 422) and case.number not in "".join(
        AccessRecord.objects.values_list("subject", flat=True)
    )
    assert asked(login(cast.petition_clerk), case.number).status_code == 422
    assert asked(login(cast.clerk), case.number).status_code == 200
    assert AccessRecord.objects.filter(verb="open", reason="申请人当面查询进展").get().subject.startswith("限制知悉")


def test_what_has_become_an_accusation_is_no_longer_found_by_its_former_number(cast, login):
    case = petition(cast)
    former = case.number
    facts = {"petition_class": "accusation", "accused_unit": cast.housing, "reason": "实为检举控告。"}
    step(case, "reclassify", cast.clerk, later=1, **facts)
    assert case.number != former
    assert asked(login(cast.petition_clerk), former).status_code == 422
    assert asked(login(cast.clerk), former).status_code == 200


def test_whoever_serves_no_window_asks_nobody(cast, login):
    assert login(cast.mediator).get("/counter/progress/").status_code == 403


@pytest.mark.parametrize("proof", ["8001", "0000", "8012"])
def test_whoever_left_several_numbers_may_say_the_end_of_each(cast, login, proof):
    case = petition(cast, people=[person(phone="029-85290000转8012、13800138001")])
    assert "没有查到" not in asked(login(cast.clerk), case.number, proof).content.decode()


@pytest.mark.parametrize("shape", ["ｘｆ{year}－{rest}", "xf{year}{rest}", "XF {year}—{rest}"])
def test_a_number_is_found_however_it_is_written(cast, login, shape):
    number = petition(cast).number
    said = shape.format(year=number[2:6], rest=number[7:])
    assert NOT_FOUND not in asked(login(cast.clerk), said).content.decode()
