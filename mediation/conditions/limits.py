"""Which time limit a track has, by its kind, its procedure and who referred it."""

from ..vocabulary import COURT_REFERRALS, PEOPLE, referred_by_court


def is_ordinary(track) -> bool:
    """People's mediation that nobody has referred and no special law governs: one month."""
    return track.kind == PEOPLE and track.procedure == "general" and track.referral not in COURT_REFERRALS


def is_labour(track) -> bool:
    """Labour dispute: fifteen days from the application (劳动争议调解仲裁法 art. 14)."""
    return track.kind == PEOPLE and track.procedure == "labour" and not referred_by_court(track)


def is_medical(track) -> bool:
    """Medical dispute: thirty working days (医疗纠纷预防和处理条例 art. 38)."""
    return track.kind == PEOPLE and track.procedure == "medical" and not referred_by_court(track)


def by_own_authority(track) -> bool:
    """An administrative organ mediates what no court has referred, under the general rules."""
    return track.procedure == "general" and not referred_by_court(track)


def by_health_authority(track) -> bool:
    """The health authority mediates: thirty working days (医疗纠纷预防和处理条例 art. 42)."""
    return track.procedure == "medical" and not referred_by_court(track)


def delegated(track) -> bool:
    """Referred by a court before filing, or mediated together with one: thirty days."""
    together = track.kind == "judicial_mediation" and track.procedure == "pre_suit"
    return together or track.referral == "delegated_pre_filing"


def entrusted_ordinary(track) -> bool:
    """Referred by a court in the course of an ordinary procedure: fifteen days."""
    return track.referral == "entrusted_ordinary"


def entrusted_summary(track) -> bool:
    """Referred by a court in the course of a summary procedure: seven days."""
    return track.referral == "entrusted_summary"


def court_ordinary(track) -> bool:
    """The court itself mediates in an ordinary procedure: fifteen days."""
    return track.kind == "judicial_mediation" and track.procedure == "ordinary"


def court_summary(track) -> bool:
    """The court itself mediates in a summary procedure: seven days."""
    return track.kind == "judicial_mediation" and track.procedure == "summary"


def is_fast(track) -> bool:
    """True where guilt is admitted and the case is to be tried fast (刑事诉讼法 art. 172)."""
    return track.procedure == "fast_track"


def waits_for_prosecution(track) -> bool:
    """The procuratorate has not said what becomes of the criminal case."""
    return track.clocks.filter(term_code__in=("criminal.prosecution", "criminal.fast"), ended_at=None).exists()
