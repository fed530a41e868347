"""Every term of the data file on dated examples, counted by hand on a calendar on the wall."""

from django.core.management import call_command

from governance.cases import deadlines
from governance.cases.law import terms
from governance.cases.models import Term
from tests.cases.clocks import LOADED, day, make_case, moment

# term, start, last day; the comment gives start, raw last day, last day
EXAMPLES = [
    ("petition.route", "2026-02-02", "2026-02-24"),  # Mon; Tue 17 in Spring Festival; Tue
    ("petition.route", "2026-03-02", "2026-03-17"),  # Mon; Tue
    ("petition.route", "2019-09-16", "2019-10-08"),  # Mon; Tue 1 in National Day; Tue
    ("petition.notice", "2026-04-20", "2026-05-06"),  # Mon; Tue 5 in Labour Day; Wed
    ("petition.notice", "2026-02-13", "2026-02-28"),  # Fri; Sat made up
    ("petition.notice", "2015-02-10", "2015-02-25"),  # Tue; Wed, the day after Spring Festival
    ("petition.notice_transferred", "2026-09-16", "2026-10-08"),  # Wed; Thu 1 in National Day; Thu
    ("petition.notice_transferred", "2026-06-05", "2026-06-22"),  # Fri; Sat 20 in Dragon Boat; Mon
    ("petition.objection", "2026-02-12", "2026-02-26"),  # Thu; 13, 14 made up, 24, 25, Thu 26
    ("petition.objection", "2025-09-26", "2025-10-10"),  # Fri; 28 made up, 29, 30, 10-09, Fri 10-10
    ("petition.handle", "2026-02-10", "2026-04-13"),  # Tue; Sat 04-11; Mon
    ("petition.handle", "2026-07-31", "2026-09-29"),  # Fri; Tue
    ("petition.handle", "2019-12-02", "2020-02-03"),  # Mon; Fri 01-31 in Spring Festival; Mon
    ("petition.review_apply", "2026-01-05", "2026-02-04"),  # Mon; Wed
    ("petition.review_apply", "2026-09-10", "2026-10-10"),  # Thu; Sat made up
    ("petition.review_decide", "2026-03-06", "2026-04-07"),  # Fri; Sun 04-05 in Qingming; Tue
    ("petition.review_decide", "2026-05-11", "2026-06-10"),  # Mon; Wed
    ("petition.recheck_apply", "2026-04-02", "2026-05-06"),  # Thu; Sat 05-02 in Labour Day; Wed
    ("petition.recheck_apply", "2026-06-01", "2026-07-01"),  # Mon; Wed
    ("petition.recheck_decide", "2026-08-27", "2026-09-28"),  # Thu; Sat 09-26 in Mid-Autumn; Mon
    ("petition.recheck_decide", "2026-07-01", "2026-07-31"),  # Wed; Fri
    ("petition.simple_accept", "2026-02-12", "2026-02-24"),  # Thu; 13, 14 made up, Tue 24
    ("petition.simple_accept", "2026-06-17", "2026-06-23"),  # Wed; Thu 18, Mon 22, Tue 23
    ("petition.simple_handle", "2026-09-28", "2026-10-16"),  # Mon; 29, 30, 8, 9, Sat 10, 12..16
    ("petition.simple_handle", "2026-03-02", "2026-03-16"),  # Mon; Mon
    ("petition.advice_answer", "2026-01-05", "2026-02-04"),  # Mon; Wed
    ("petition.advice_answer", "2026-01-20", "2026-02-24"),  # Tue; Thu 19 in Spring Festival; Tue
    ("petition.assign_report", "2026-03-02", "2026-05-06"),  # Mon; Fri 05-01 Labour Day; Wed
    ("petition.assign_report", "2026-05-11", "2026-07-10"),  # Mon; Fri
    ("petition.rating", "2026-03-02", "2026-04-01"),  # Mon; Wed
    ("petition.rating", "2026-09-01", "2026-10-08"),  # Tue; Thu 1 in National Day; Thu
    ("mediation.people", "2026-01-31", "2026-02-28"),  # Sat; no 31 February: Sat made up
    ("mediation.people", "2026-04-03", "2026-05-06"),  # Fri; Sun 05-03 in Labour Day; Wed
    ("mediation.confirm_apply", "2026-01-05", "2026-02-04"),  # Mon; Wed
    ("mediation.confirm_apply", "2026-03-06", "2026-04-07"),  # Fri; Sun 04-05 in Qingming; Tue
    ("mediation.delegated", "2026-03-02", "2026-04-01"),  # Mon; Wed
    ("mediation.delegated", "2026-09-10", "2026-10-10"),  # Thu; Sat made up
    ("mediation.entrusted_ordinary", "2026-04-20", "2026-05-06"),  # Mon; Tue 5 in Labour Day; Wed
    ("mediation.entrusted_ordinary", "2026-09-05", "2026-09-20"),  # Sat; Sun made up
    ("mediation.entrusted_summary", "2026-03-02", "2026-03-09"),  # Mon; Mon
    ("mediation.entrusted_summary", "2026-02-10", "2026-02-24"),  # Tue; Tue 17 in Spring Festival; Tue
    ("mediation.online_ask", "2026-03-12", "2026-03-17"),  # Thu; Fri, Mon, Tue
    ("mediation.online_ask", "2026-04-30", "2026-05-08"),  # Thu; 6, 7, Fri 8
    ("mediation.online_confirm", "2026-09-18", "2026-09-22"),  # Fri; Sun 20 made up, 21, Tue 22
    ("mediation.online_confirm", "2026-04-30", "2026-05-08"),  # Thu; 6, 7, Fri 8
    ("mediation.labour", "2026-03-02", "2026-03-17"),  # Mon; Tue
    ("mediation.labour", "2026-06-05", "2026-06-22"),  # Fri; Sat 20 in Dragon Boat; Mon
    ("mediation.medical", "2026-03-02", "2026-04-14"),  # Mon; 4 in the week, 20 till 04-03, 6 more without 04-06
    ("mediation.health", "2026-03-02", "2026-04-14"),  # Mon; 4 in the week, 20 till 04-03, 6 more without 04-06
    ("mediation.medical", "2026-05-06", "2026-06-16"),  # Wed; Sat 05-09 made up: 3, 25 in five weeks, Mon, Tue
    ("mediation.health", "2026-05-06", "2026-06-16"),  # Wed; Sat 05-09 made up: 3, 25 in five weeks, Mon, Tue
    ("mediation.administrative_accept", "2026-02-12", "2026-02-26"),  # Thu; 13, 14 made up, 24, 25, Thu 26
    ("mediation.health_accept", "2026-02-12", "2026-02-26"),  # Thu; 13, 14 made up, 24, 25, Thu 26
    ("mediation.administrative_accept", "2026-06-17", "2026-06-25"),  # Wed; Thu 18, 22, 23, 24, Thu 25
    ("mediation.health_accept", "2026-06-17", "2026-06-25"),  # Wed; Thu 18, 22, 23, 24, Thu 25
    ("mediation.administrative", "2026-03-10", "2026-04-09"),  # Tue; Thu
    ("mediation.administrative", "2026-09-01", "2026-10-08"),  # Tue; Thu 10-01 in National Day; Thu
    ("mediation.court_ordinary", "2026-03-10", "2026-03-25"),  # Tue; Wed
    ("mediation.court_ordinary", "2026-04-20", "2026-05-06"),  # Mon; Tue 5 in Labour Day; Wed
    ("mediation.court_summary", "2026-03-10", "2026-03-17"),  # Tue; Tue
    ("mediation.court_summary", "2026-09-18", "2026-09-28"),  # Fri; Fri 25 in Mid-Autumn; Mon
    ("mediation.perform", "2026-03-13", "2026-03-14"),  # Fri; Sat: an agreed day does not move
    ("mediation.perform", "2026-04-30", "2026-05-01"),  # Thu; Fri, Labour Day
    ("mediation.follow_up", "2026-03-10", "2026-03-11"),  # Tue; Wed
    ("mediation.follow_up", "2026-03-13", "2026-03-14"),  # Fri; Sat: a planned day does not move
    ("mediation.reply", "2026-02-12", "2026-02-24"),  # Thu; 13, 14 made up, Tue 24
    ("mediation.reply", "2026-03-10", "2026-03-13"),  # Tue; 11, 12, Fri 13
    ("mediation.confirm_court", "2026-03-10", "2026-04-09"),  # Tue; Thu
    ("mediation.confirm_court", "2026-01-16", "2026-02-24"),  # Fri; Sun 02-15 in Spring Festival; Tue
    ("mediation.police_second", "2026-09-29", "2026-10-14"),  # Tue; 30, 8, 9, Sat 10, 12, 13, Wed 14
    ("mediation.police_second", "2026-03-02", "2026-03-11"),  # Mon; Wed
    ("supervision.answer", "2026-03-10", "2026-03-17"),  # Tue; Tue
    ("supervision.answer", "2026-09-18", "2026-09-28"),  # Fri; Fri 25 in Mid-Autumn; Mon
    ("leader_case.resolve", "2026-03-10", "2026-04-09"),  # Tue; Thu
    ("leader_case.resolve", "2026-09-02", "2026-10-02"),  # Wed; Fri in National Day, a promised day does not move
    ("police.follow", "2026-03-02", "2026-04-01"),  # Mon; Wed
    ("police.follow", "2026-02-13", "2026-03-16"),  # Fri; Sun 15; Mon
    ("police.case", "2026-03-02", "2026-04-01"),  # Mon; Wed
    ("police.case", "2026-02-13", "2026-03-16"),  # Fri; Sun 15; Mon
    ("mediation.pass_on", "2026-03-11", "2026-03-16"),  # Wed; Thu, Fri, Mon
    ("mediation.pass_on", "2026-04-30", "2026-05-08"),  # Thu; 6, 7, Fri 8
    ("police.misrouted", "2026-04-30", "2026-05-01"),  # Thu; Fri, hours do not rest
    ("police.misrouted", "2026-03-06", "2026-03-07"),  # Fri; Sat
    ("dispute.major_report", "2026-03-02", "2026-03-04"),  # Mon; Wed
    ("dispute.major_report", "2026-03-06", "2026-03-09"),  # Fri; Sun; Mon
    ("event.accept", "2026-03-10", "2026-03-11"),  # Tue; Wed
    ("case.instruction", "2026-03-10", "2026-03-17"),  # Tue; Tue
    ("case.instruction", "2026-09-18", "2026-09-28"),  # Fri; Fri 25 in Mid-Autumn; Mon
    ("event.accept", "2026-02-13", "2026-02-14"),  # Fri; Sat made up before Spring Festival
    ("event.completion", "2026-03-10", "2026-03-12"),  # Tue; 11, Thu 12
    ("event.completion", "2026-04-30", "2026-05-07"),  # Thu; Labour Day to Tue 5; Wed 6, Thu 7
    ("event.objection", "2026-03-10", "2026-03-17"),  # Tue; 11, 12, 13, 16, Tue 17
    ("event.objection", "2026-02-12", "2026-02-26"),  # Thu; 13, 14 made up, 24, 25, Thu 26
    ("event.objection_answer", "2026-03-13", "2026-03-17"),  # Fri; Mon 16, Tue 17
    ("event.objection_answer", "2026-09-18", "2026-09-21"),  # Fri; Sun 20 made up, Mon 21
    ("event.redo", "2026-03-02", "2026-03-09"),  # Mon; Mon
    ("event.redo", "2026-09-25", "2026-10-08"),  # Fri; Fri 10-02 in National Day; Thu
    ("event.visit", "2026-03-02", "2026-04-01"),  # Mon; Wed
    ("event.visit", "2026-09-05", "2026-10-05"),  # Sat; Mon, a holiday that it does not wait for
    ("event.follow", "2026-03-02", "2026-03-23"),  # Mon; Sun 22; Mon
    ("event.follow", "2026-04-08", "2026-04-28"),  # Wed; Tue
    ("event.check", "2026-03-10", "2026-03-13"),  # Tue; 11, 12, Fri 13
    ("event.check", "2026-06-17", "2026-06-23"),  # Wed; Thu 18, Mon 22, Tue 23
    ("event.simple", "2026-03-02", "2026-03-03"),  # Mon; Tue
    ("event.simple", "2026-03-06", "2026-03-09"),  # Fri; Sat; Mon
    ("event.general", "2026-03-02", "2026-03-09"),  # Mon; Mon
    ("event.general", "2026-09-25", "2026-10-08"),  # Fri; Fri 10-02 in National Day; Thu
    ("event.complex", "2026-03-02", "2026-03-23"),  # Mon; Sun 22; Mon
    ("event.complex", "2026-04-08", "2026-04-28"),  # Wed; Tue
    ("petition.accept", "2026-02-02", "2026-02-24"),  # Mon; Tue 17 in Spring Festival; Tue
    ("petition.accept", "2026-03-02", "2026-03-17"),  # Mon; Tue
    ("petition.answer", "2026-02-10", "2026-04-13"),  # Tue; Sat 04-11; Mon
    ("petition.answer", "2026-07-31", "2026-09-29"),  # Fri; Tue
    ("petition.whole", "2026-03-10", "2026-04-09"),  # Tue; Thu
    ("petition.whole", "2026-04-03", "2026-05-06"),  # Fri; Sun 05-03 in Labour Day; Wed
    ("petition.share", "2026-03-02", "2026-03-17"),  # Mon; Tue
    ("petition.share", "2026-04-20", "2026-05-06"),  # Mon; Tue 5 in Labour Day; Wed
    ("petition.materials", "2026-03-10", "2026-03-25"),  # Tue; Wed
    ("petition.materials", "2026-02-02", "2026-02-24"),  # Mon; Tue 17 in Spring Festival; Tue
    ("petition.execution", "2026-03-02", "2026-04-01"),  # Mon; Wed
    ("petition.execution", "2026-09-01", "2026-10-08"),  # Tue; Thu 1 in National Day; Thu
    ("petition.review_accept", "2026-02-12", "2026-02-24"),  # Thu; 13, 14 made up, Tue 24
    ("petition.review_accept", "2026-06-17", "2026-06-23"),  # Wed; Thu 18, Mon 22, Tue 23
    ("petition.revisit", "2026-03-10", "2026-03-11"),  # Tue; Wed
    ("petition.revisit", "2026-03-13", "2026-03-14"),  # Fri; Sat: a planned day does not move
    ("petition.follow_up", "2026-03-02", "2026-03-17"),  # Mon; Tue
    ("petition.follow_up", "2026-04-20", "2026-05-06"),  # Mon; Tue 5 in Labour Day; Wed
    ("petition.hearing", "2026-03-02", "2026-04-01"),  # Mon; Wed
    ("petition.hearing", "2026-09-01", "2026-10-08"),  # Tue; Thu 1 in National Day; Thu
    ("petition.hearing_notice", "2026-03-02", "2026-03-09"),  # Mon; Mon
    ("petition.hearing_notice", "2026-02-10", "2026-02-17"),  # Tue; Tue in Spring Festival: days, whatever they are
    ("petition.rehandle", "2026-03-02", "2026-04-01"),  # Mon; Wed
    ("petition.rehandle", "2026-09-01", "2026-10-08"),  # Tue; Thu 1 in National Day; Thu
    ("petition.urgent_report", "2026-03-02", "2026-03-02"),  # 10:30; 14:30
    ("petition.urgent_report", "2026-02-17", "2026-02-17"),  # Spring Festival stops no hours
    ("petition.urgent_upward", "2026-03-02", "2026-03-02"),  # 10:30; 14:30
    ("petition.urgent_upward", "2026-02-17", "2026-02-17"),  # Spring Festival stops no hours
    ("petition.serve", "2026-03-02", "2026-03-12"),  # Mon; Thu
    ("petition.accusation_notice", "2026-03-02", "2026-03-23"),  # Mon; 3..6, 9..13, 16..20, Mon 23
    ("petition.accusation_notice", "2026-09-16", "2026-10-13"),  # Wed; 17, 18, 20..24, 28..30, 8, 9, 10, 12, Tue 13
    ("petition.accusation_feedback", "2026-03-02", "2026-03-23"),  # Mon; 3..6, 9..13, 16..20, Mon 23
    ("petition.accusation_feedback", "2026-09-16", "2026-10-13"),  # Wed; 17, 18, 20..24, 28..30, 8, 9, 10, 12, Tue 13
    ("petition.accusation_take_up", "2026-02-12", "2026-02-26"),  # Thu; 13, 14 made up, 24, 25, Thu 26
    ("petition.accusation_take_up", "2026-06-17", "2026-06-25"),  # Wed; 18, 22..24, Thu 25
    ("petition.accusation_check", "2026-03-02", "2026-04-01"),  # Mon; Wed
    ("petition.accusation_check", "2026-09-01", "2026-10-08"),  # Tue; Thu 1 in National Day; Thu
    ("petition.serve", "2026-04-24", "2026-05-06"),  # Fri; Mon 05-04 in Labour Day; Wed
    ("petition.objection_decide", "2026-02-12", "2026-02-26"),  # Thu; 13, 14 made up, 24, 25, Thu 26
    ("petition.objection_decide", "2026-06-17", "2026-06-25"),  # Wed; Thu 18, 22, 23, 24, Thu 25
    ("petition.file", "2026-02-10", "2026-04-13"),  # Tue; Sat 04-11; Mon
    ("petition.file", "2026-07-31", "2026-09-29"),  # Fri; Tue
    ("finding.take_up", "2026-02-12", "2026-02-26"),  # Thu; 13, 14 made up, 24, 25, Thu 26
    ("finding.take_up", "2026-06-17", "2026-06-25"),  # Wed; Thu 18, 22, 23, 24, Thu 25
    ("dispute.begin", "2026-02-12", "2026-02-26"),  # Thu; 13, 14 made up, 24, 25, Thu 26
    ("dispute.begin", "2026-06-17", "2026-06-25"),  # Wed; Thu 18, 22, 23, 24, Thu 25
    ("dispute.remains", "2026-03-10", "2026-03-11"),  # Tue; Wed
    ("dispute.remains", "2026-03-13", "2026-03-14"),  # Fri; Sat: a day that was set does not move
    ("dispute.conclude", "2026-02-02", "2026-02-24"),  # Mon; Tue 17 in Spring Festival; Tue
    ("dispute.conclude", "2026-03-02", "2026-03-17"),  # Mon; Tue
    ("mediation.accept", "2026-02-12", "2026-02-26"),  # Thu; 13, 14 made up, 24, 25, Thu 26
    ("mediation.accept", "2026-06-17", "2026-06-25"),  # Wed; Thu 18, 22, 23, 24, Thu 25
    ("mediation.settle", "2026-03-02", "2026-04-01"),  # Mon; Wed
    ("mediation.settle", "2026-09-10", "2026-10-10"),  # Thu; Sat made up
    ("mediation.follow", "2026-03-02", "2026-04-01"),  # Mon; Wed
    ("mediation.follow", "2026-09-10", "2026-10-10"),  # Thu; Sat made up
    ("supervision.decide", "2026-02-12", "2026-02-26"),  # Thu; 13, 14 made up, 24, 25, Thu 26
    ("supervision.decide", "2026-06-17", "2026-06-25"),  # Wed; Thu 18, 22, 23, 24, Thu 25
    ("supervision.follow", "2026-09-28", "2026-10-16"),  # Mon; 29, 30, 8, 9, Sat 10, 12..16
    ("supervision.follow", "2026-03-02", "2026-03-16"),  # Mon; Mon
    ("supervision.check", "2026-02-12", "2026-02-26"),  # Thu; 13, 14 made up, 24, 25, Thu 26
    ("supervision.check", "2026-06-17", "2026-06-25"),  # Wed; Thu 18, 22, 23, 24, Thu 25
    ("account_meeting.minutes", "2026-02-02", "2026-02-24"),  # Mon; Tue 17 in Spring Festival; Tue
    ("account_meeting.minutes", "2026-03-02", "2026-03-17"),  # Mon; Tue
    ("hazard.notice", "2026-03-02", "2026-03-05"),  # Mon; Thu
    ("hazard.notice", "2026-09-24", "2026-09-30"),  # Thu; Fri to Sun off: 28, 29, Wed 30
    ("hazard.rectify", "2026-03-02", "2026-04-01"),  # Mon; Wed
    ("hazard.rectify", "2026-09-24", "2026-10-26"),  # Thu; Sat 10-24; Mon
    ("hazard.recheck", "2026-03-02", "2026-03-09"),  # Mon; Mon
    ("hazard.recheck", "2026-09-24", "2026-10-09"),  # Thu; 28, 29, 30, 8, Fri 9
    ("hazard.follow", "2026-03-02", "2026-04-01"),  # Mon; Wed
    ("hazard.follow", "2026-09-24", "2026-10-26"),  # Thu; Sat 10-24; Mon
    ("key_area.plan", "2026-03-02", "2026-03-16"),  # Mon; Mon
    ("key_area.plan", "2026-09-24", "2026-10-15"),  # Thu; 28, 29, 30, 8, 9, Sat 10, 12, 13, 14, Thu 15
    ("key_area.treat", "2026-03-02", "2026-09-02"),  # Mon; Wed
    ("key_area.treat", "2026-03-31", "2026-09-30"),  # Tue; no 31 September: Wed
    ("key_area.evaluate", "2026-03-02", "2026-03-23"),  # Mon; Mon
    ("key_area.evaluate", "2026-09-24", "2026-10-22"),  # Thu; ten till Thu 15, 16, 19, 20, 21, Thu 22
    ("key_area.decide", "2026-03-02", "2026-03-09"),  # Mon; Mon
    ("key_area.decide", "2026-09-24", "2026-10-09"),  # Thu; 28, 29, 30, 8, Fri 9
    ("key_area.follow", "2026-03-02", "2026-04-01"),  # Mon; Wed
    ("key_area.follow", "2026-09-24", "2026-10-26"),  # Thu; Sat 10-24; Mon
    ("incident.first_report", "2026-02-17", "2026-02-17"),  # Spring Festival stops no hours
    ("incident.first_report", "2026-03-07", "2026-03-07"),  # Sat
    ("incident.acknowledge", "2026-02-17", "2026-02-17"),  # nor minutes
    ("incident.acknowledge", "2026-03-07", "2026-03-07"),  # Sat
    ("incident.report_up", "2026-02-17", "2026-02-17"),  # Spring Festival
    ("incident.report_up", "2026-03-07", "2026-03-07"),  # Sat
    ("incident.verify", "2026-02-17", "2026-02-17"),  # Spring Festival
    ("incident.verify", "2026-03-07", "2026-03-07"),  # Sat
    ("incident.progress", "2026-02-17", "2026-02-18"),  # Spring Festival
    ("incident.progress", "2026-03-06", "2026-03-07"),  # Fri; Sat
    ("incident.final", "2026-03-02", "2026-03-09"),  # Mon; Mon
    ("incident.final", "2026-09-24", "2026-10-09"),  # Thu; 28, 29, 30, 8, Fri 9
    ("joint.decide", "2026-03-02", "2026-03-09"),  # Mon; Mon
    ("joint.decide", "2026-09-24", "2026-10-09"),  # Thu; 28, 29, 30, 8, Fri 9
    ("joint.result", "2026-03-02", "2026-04-01"),  # Mon; Wed
    ("joint.result", "2026-09-08", "2026-10-08"),  # Thu after the holiday
    ("joint.close", "2026-03-02", "2026-03-09"),  # Mon; Mon
    ("joint.close", "2026-09-24", "2026-10-09"),  # Thu; 28, 29, 30, 8, Fri 9
    ("joint.receive", "2026-03-06", "2026-03-09"),  # Fri; Mon
    ("joint.receive", "2026-09-30", "2026-10-08"),  # Wed; Thu
    ("joint.arrive", "2026-03-02", "2026-03-05"),  # Mon; Thu
    ("joint.arrive", "2026-09-24", "2026-09-30"),  # Thu; 28, 29, Wed 30
    ("warning.issue", "2026-02-17", "2026-02-17"),  # Spring Festival stops no hours
    ("warning.issue", "2026-03-07", "2026-03-07"),  # Sat
    ("warning.confirm_red", "2026-02-17", "2026-02-17"),  # Spring Festival stops no hours
    ("warning.confirm_red", "2026-03-07", "2026-03-07"),  # Sat
    ("warning.confirm_orange", "2026-02-17", "2026-02-17"),  # Spring Festival stops no hours
    ("warning.confirm_orange", "2026-03-07", "2026-03-07"),  # Sat
    ("warning.confirm_yellow", "2026-02-17", "2026-02-17"),  # Spring Festival stops no hours
    ("warning.confirm_yellow", "2026-03-07", "2026-03-07"),  # Sat
    ("warning.confirm_blue", "2026-02-17", "2026-02-17"),  # Spring Festival stops no hours
    ("warning.confirm_blue", "2026-03-07", "2026-03-07"),  # Sat
    ("criminal.fast", "2026-03-02", "2026-03-12"),  # Mon; Thu
    ("criminal.fast", "2026-02-05", "2026-02-24"),  # Thu; the Spring Festival ends on Mon 23
    ("criminal.prosecution", "2026-03-02", "2026-04-02"),  # Mon; Thu
    ("criminal.prosecution", "2026-01-31", "2026-02-28"),  # Sat; no 31 February: Sat made up
    ("event.on_the_spot", "2026-03-06", "2026-03-07"),  # Fri; Sat
    ("event.on_the_spot", "2026-02-17", "2026-02-18"),  # Spring Festival
    ("hazard.on_the_spot", "2026-03-06", "2026-03-07"),  # Fri; Sat
    ("hazard.on_the_spot", "2026-02-17", "2026-02-18"),  # Spring Festival
    ("risk.publicity", "2026-03-02", "2026-04-01"),  # Mon; Wed
    ("risk.publicity", "2026-09-01", "2026-10-01"),  # Tue; Thu in National Day: at least thirty days, no more
    ("risk.hearing_papers", "2026-03-02", "2026-03-09"),  # Mon; Mon
    ("risk.hearing_papers", "2026-02-10", "2026-02-17"),  # Tue; Tue in Spring Festival: days, whatever they are
    ("risk.feedback", "2026-03-02", "2026-03-16"),  # Mon; Mon
    ("risk.feedback", "2026-09-24", "2026-10-15"),  # Thu; 28, 29, 30, 8, 9, Sat 10, 12, 13, 14, Thu 15
    ("risk.legality", "2026-03-02", "2026-03-11"),  # Mon; Wed
    ("risk.legality", "2026-02-12", "2026-02-28"),  # Thu; 13, 14 made up, 24, 25, 26, 27, Sat 28 made up
    ("risk.condition", "2026-03-02", "2026-04-01"),  # Mon; Wed
    ("risk.condition", "2026-09-01", "2026-10-01"),  # Tue; Thu in National Day: a set day does not move
    ("risk.follow", "2026-03-02", "2026-04-01"),  # Mon; Wed
    ("risk.follow", "2026-09-24", "2026-10-26"),  # Thu; Sat 10-24; Mon
    ("clue.hand_over", "2026-03-02", "2026-03-05"),  # Mon; Thu
    ("clue.hand_over", "2026-09-24", "2026-09-30"),  # Thu; Fri to Sun off: 28, 29, Wed 30
    ("clue.result", "2026-03-02", "2026-04-01"),  # Mon; Wed
    ("clue.result", "2026-09-24", "2026-10-26"),  # Thu; Sat 10-24; Mon
    ("clue.follow", "2026-03-02", "2026-04-01"),  # Mon; Wed
    ("clue.follow", "2026-09-24", "2026-10-26"),  # Thu; Sat 10-24; Mon
    ("order.receive", "2026-02-17", "2026-02-17"),  # Spring Festival
    ("order.receive", "2026-03-07", "2026-03-07"),  # Sat
    ("order.arrive", "2026-02-17", "2026-02-17"),  # Spring Festival
    ("order.arrive", "2026-03-07", "2026-03-07"),  # Sat
]


def test_it_ends_where_a_person_with_a_calendar_says(cast, law):
    for code, start, due in EXAMPLES:
        clock = deadlines.start(make_case(cast), code, since=moment(f"{start} 10:30"))
        assert (clock.due, clock.provisional) == (day(due), False), (code, start)


def test_it_has_two_examples_for_every_term():
    shown = [code for code, _, _ in EXAMPLES]

    assert {code for code in terms.codes() if shown.count(code) < 2} == set()
    assert set(shown) <= terms.codes()


def test_it_gives_an_article_and_a_basis_for_every_term():
    for row in terms.term_rows():
        assert row["article"] and row["basis"], row["code"]
        assert row["source"] in Term.Source.values


def test_it_loads_the_law_twice_without_a_change(bare):
    assert terms.load_reference(LOADED).terms > len(terms.codes())
    assert terms.load_reference(LOADED) == terms.LoadedTerms(0, 0, 0)


def test_it_loads_by_command(bare, capsys):
    call_command("load_reference")
    call_command("load_reference")

    assert "期限 0 项" in capsys.readouterr().out.splitlines()[-1]


def test_it_makes_a_new_version_of_a_changed_row_and_leaves_running_clocks(cast, law, monkeypatch):
    clock = deadlines.start(make_case(cast), "petition.route", since=day("2026-03-02"))
    rows = [row | {"amount": "10"} if row["code"] == "petition.route" else row for row in terms.term_rows()]
    monkeypatch.setattr(terms, "term_rows", lambda: rows)

    assert terms.load_reference(LOADED).terms == 2  # the law of 2005 and the law of 2022

    clock.refresh_from_db()
    assert clock.term.amount == clock.amount == 15
    assert deadlines.start(make_case(cast), "petition.route", since=day("2026-03-02")).due == day("2026-03-12")
    assert Term.objects.filter(code="petition.route", effective_to=None).count() == 1
