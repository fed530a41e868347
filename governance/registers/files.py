"""What ``check_files`` compares with the disk."""

from collections.abc import Iterator

from .models import EntryFile


def stored() -> Iterator[tuple[str, str, str]]:
    """What each stored file is, its path and its checksum."""
    rows = EntryFile.objects.values_list("entry__name", "name", "path", "sha256").iterator()
    return ((f"{entry} 附件 {name}", path, sha256) for entry, name, path, sha256 in rows)
