"""What cases put into the frame of every page."""

from governance.organisation import navigation

navigation.set_page("search", "cases:search", "cases.view_case")
