"""Sets the delivered paper templates from their sources."""

from io import BytesIO

from django.core.management.base import BaseCommand, CommandError
from docx import Document

from governance.cases.papers import templates
from governance.cases.papers.typesetting import typeset


class Command(BaseCommand):
    help = "Sets the papers/*.txt of every folder of templates as Word files; --check only compares."

    def add_arguments(self, parser):
        parser.add_argument("--check", action="store_true", help="write nothing, fail if a Word file is out of date")

    def handle(self, *, check, **options):
        stale = []
        for source in sorted(path for folder in templates.folders() for path in folder.glob("*.txt")):
            target = source.with_suffix(".docx")
            text = source.read_text(encoding="utf-8")
            title = next(line[1:].strip() for line in reversed(text.splitlines()) if line.startswith("#"))
            made = typeset(text, title=title)
            if not target.exists() or _body(target.read_bytes()) != _body(made):
                stale.append(target.name)
                if not check:
                    target.write_bytes(made)
        if check and stale:
            raise CommandError(f"run make_paper_templates: {', '.join(stale)}")
        self.stdout.write(f"{len(stale)} written" if not check else "up to date")


def _body(content: bytes) -> str:
    """The text with its layout, without the times a zip keeps."""
    document = Document(BytesIO(content))
    parts = (document.element, document.styles.element, document.sections[0].footer.part.element)
    return "\n".join(part.xml for part in parts)
