"""What ``check_files`` compares with the disk: the evidence of programme tasks."""

from collections.abc import Iterator

from ..models import Evidence


def stored() -> Iterator[tuple[str, str, str]]:
    """What each stored file is, its path and its checksum."""
    rows = Evidence.objects.values_list("event__task__title", "name", "path", "sha256").iterator()
    return ((f"{title} 佐证材料 {name}", path, sha256) for title, name, path, sha256 in rows)
