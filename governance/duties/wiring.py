"""What duties bring to the lower apps."""

from governance.cases import case_sources, registry
from governance.cases.files import storage
from governance.notices import kinds
from governance.organisation import demo as demo_county
from governance.organisation import navigation

from . import demo
from .meetings import agenda
from .meetings import demo as demo_gatherings
from .meetings import reference as meeting_kinds
from .plans import actions as plans
from .programmes import demo as programme_demo
from .programmes import files as programme_files
from .receptions import source as reception_source
from .returns import rows as desk
from .rosters import reference as roster_kinds
from .scan import messages
from .visits import actions as visits
from .visits import demo as visit_demo

registry.REFERENCES.register(registry.Reference("例行方案", plans.load_reference))
registry.REFERENCES.register(registry.Reference("会议种类", meeting_kinds.load_reference))
registry.REFERENCES.register(registry.Reference("排班种类", roster_kinds.load_reference))
registry.REFERENCES.register(registry.Reference("下访定额", visits.load_reference))
kinds.KINDS.register(kinds.Kind(messages.KIND, "排查与例行"))
navigation.ENTRIES.register(
    navigation.Entry(
        "排查与例行",
        "duties:list",
        "clipboard-list",
        permissions=("cases.view_case",),
        position=45,
        counted=desk.OWED,
    )
)
navigation.ENTRIES.register(
    navigation.Entry("会议", "duties:meetings", "", permissions=("cases.view_case",), position=46, under="duties:list")
)
navigation.ENTRIES.register(
    navigation.Entry(
        "值班和接访排班", "duties:rosters", "", permissions=("cases.view_case",), position=47, under="duties:list"
    )
)
navigation.ENTRIES.register(
    navigation.Entry(
        "领导接访", "duties:receptions", "", permissions=("cases.view_case",), position=48, under="duties:list"
    )
)
navigation.ENTRIES.register(
    navigation.Entry(
        "领导下访", "duties:visits", "", permissions=("cases.view_case",), position=48, under="duties:list"
    )
)
navigation.ENTRIES.register(
    navigation.Entry(
        "方案任务",
        "duties:programmes",
        "checklist",
        permissions=("cases.view_case",),
        position=49,
        under="duties:list",
    )
)
navigation.ENTRIES.register(
    navigation.Entry(
        "例行方案", "duties:plans", "adjustments-horizontal", permissions=("cases.manage_reference",), position=927
    )
)
demo_county.PARTS.register(demo_county.Part("例行报送", demo.load))
demo_county.PARTS.register(demo_county.Part("排班和会议", demo_gatherings.load, is_last=True))
demo_county.PARTS.register(demo_county.Part("领导下访", visit_demo.load))
demo_county.PARTS.register(demo_county.Part("方案任务", programme_demo.load))
agenda.SOURCES.register(*agenda.OWN_SOURCES)
case_sources.SOURCES.register(reception_source.SOURCE)
storage.HOLDERS.register(storage.Holder("佐证材料", programme_files.stored))
