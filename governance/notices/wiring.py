"""What this app puts into the frame of every page."""

from governance.organisation import navigation

from .inbox import BELL

navigation.SLOTS.register(navigation.Slot("notices", "notices:inbox", counted=BELL))
