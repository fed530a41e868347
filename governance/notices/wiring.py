"""What this app puts into the frame of every page."""

from governance.organisation import navigation

from .inbox import unread_count


def connect() -> None:
    """The bell leads to the inbox and shows what is unread there."""
    navigation.set_page("notices", "notices:inbox")
    navigation.set_unread(lambda request: unread_count(request.user))
