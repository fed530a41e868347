"""What cases put into the frame of every page."""

from governance.organisation import navigation

navigation.set_page("search", "cases:search", "cases.view_case")
navigation.add_entry(
    navigation.Entry(
        "文书模板", "cases:paper_templates", "file-text", permissions=("cases.manage_reference",), position=930
    )
)
