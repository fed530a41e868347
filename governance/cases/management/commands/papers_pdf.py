"""Opens one sample of every paper in LibreOffice, which is stricter than a zip reader."""

import re
import shutil
import subprocess
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from governance.cases.papers import issue as papers
from governance.cases.papers import templates as paper_templates

SECONDS = 180
PAGE = re.compile(rb"/Type\s*/Page[^s]")


class Command(BaseCommand):
    help = "为每种文书制一份样张，用 LibreOffice 转成 PDF；有打不开的即失败"

    def add_arguments(self, parser):
        parser.add_argument("--into", default=str(settings.VAR_DIR / "papers"), help="存放样张的目录")
        parser.add_argument("--in-use", action="store_true", help="用本单位现用的模板，而不是随平台提供的")

    def handle(self, *, into, in_use, **options):
        office = shutil.which("soffice") or shutil.which("libreoffice")
        if office is None:
            raise CommandError("没有找到 LibreOffice，请先安装：apt-get install libreoffice-writer-nogui")
        folder = Path(into)
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        samples = [self._sample(kind, folder, in_use) for kind in papers.KINDS.values()]
        self._convert(office, samples, folder)
        broken = [path.name for path in samples if not self._pages(path.with_suffix(".pdf"))]
        if broken:
            raise CommandError(f"LibreOffice 打不开：{'、'.join(broken)}")
        for path in samples:
            pages = self._pages(path.with_suffix(".pdf"))
            self.stdout.write(f"{path.with_suffix('.pdf')}  {pages} 页")

    def _sample(self, kind, folder: Path, in_use: bool) -> Path:
        path = folder / f"{kind.code}.docx"
        template = (paper_templates.current if in_use else paper_templates.delivered)(kind.code)
        path.write_bytes(paper_templates.render(template, papers.samples(kind), title=kind.title))
        return path

    def _convert(self, office: str, samples: list[Path], folder: Path) -> None:
        # A profile of its own: an office that is already open on this machine would swallow the order.
        profile = f"-env:UserInstallation={(folder / '.profile').resolve().as_uri()}"
        order = [office, profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder), *map(str, samples)]
        try:
            subprocess.run(order, capture_output=True, timeout=SECONDS, check=True)
        except subprocess.TimeoutExpired as error:
            raise CommandError(f"LibreOffice 在 {SECONDS} 秒内没有转完。") from error
        except subprocess.CalledProcessError as error:
            raise CommandError(f"LibreOffice 出错：{error.stderr.decode(errors='replace').strip()}") from error
        shutil.rmtree(folder / ".profile", ignore_errors=True)

    @staticmethod
    def _pages(pdf: Path) -> int:
        """Number of pages; none if there is no PDF."""
        return len(PAGE.findall(pdf.read_bytes())) if pdf.exists() else 0
