"""What is told to a command; what cannot be read is said, and nothing is done."""

from datetime import datetime

from django.core.management.base import CommandError
from django.utils import timezone


def moment_told(text: str | None) -> datetime:
    """The moment that was told, by the office's clock where no other is named; now where none was."""
    if not text:
        return timezone.now()
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise CommandError(f"时间“{text}”应写成 2026-11-21T09:00 的样子。", returncode=2) from None
    return moment if moment.tzinfo else timezone.make_aware(moment)
