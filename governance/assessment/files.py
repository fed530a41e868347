"""What ``check_files`` compares with the disk."""

from collections.abc import Iterator

from .models import AppraisalFile


def stored() -> Iterator[tuple[str, str, str]]:
    """What each stored file is, its path and its checksum."""
    rows = AppraisalFile.objects.values_list("mark__appraisal__name", "name", "path", "sha256").iterator()
    return ((f"{name} 佐证 {file}", path, sha256) for name, file, path, sha256 in rows)
