"""What the workbench puts into the frame of every page."""

from governance.organisation import navigation

navigation.ENTRIES.register(navigation.Entry("工作台", "dashboard:workbench", "home", position=0))
