"""What this app puts into the frame: the way to one's own jobs, for those who can start any."""

from governance.organisation import navigation

navigation.ENTRIES.register(
    navigation.Entry(
        "我的任务", "jobs", "download", permissions=("cases.export_case", "cases.import_case"), position=800
    )
)
