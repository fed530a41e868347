"""What this app puts into the frame of every page."""

from governance.organisation import navigation

from .inbox import unread_count

navigation.SLOTS.register(navigation.Slot("notices", "notices:inbox", count=lambda request: unread_count(request.user)))
