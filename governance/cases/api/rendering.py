"""What the API answers: JSON in which every moment is told by the office's clock, as on the pages."""

from datetime import datetime

from rest_framework.renderers import JSONRenderer
from rest_framework.utils.encoders import JSONEncoder

from governance.frame.days import office_time


class OfficeEncoder(JSONEncoder):
    """Moments as 2026-11-21T14:30:00+08:00."""

    def default(self, obj):
        """What JSON has no form for."""
        return office_time(obj).isoformat(timespec="seconds") if isinstance(obj, datetime) else super().default(obj)


class OfficeRenderer(JSONRenderer):
    encoder_class = OfficeEncoder
