"""The pages of figures: who passes each, and what it may cost."""

from tests.access.doors import CASE_PEOPLE, EXPORTERS, Door, Listed, Row

SPRING = "period=custom&start=2026-03-01&end=2026-04-30"

ROWS = {
    "figures:figures": Row(get=Door(CASE_PEOPLE)),
    "figures:export": Row(get=None, post=Door(EXPORTERS)),
    "api-figures": Row(get=Door(CASE_PEOPLE)),
    # Without a figure it is the list of nothing.
    "figures:figure": Row(get=Door(CASE_PEOPLE, empty=True)),
}
LISTS = (
    Listed("api-figures", "county", 8, SPRING),
    *(Listed("figures:figures", who, 16, SPRING) for who in ("county", "clerk", "handler")),
    Listed("figures:figures", "county", 18, f"subject=隐患&{SPRING}"),
    Listed("figures:figure", "county", 8, f"figure=petition.received&{SPRING}"),
    Listed("figures:figure", "county", 8, f"figure=petition.routed_in_time&{SPRING}"),
    Listed("figures:figure", "county", 8, f"figure=dispute.received&source=court&{SPRING}"),
    Listed("figures:figure", "county", 8, f"figure=mediation.track_open&{SPRING}"),
    Listed("figures:figure", "county", 6, f"figure=mediation.items_kept&{SPRING}"),
)
