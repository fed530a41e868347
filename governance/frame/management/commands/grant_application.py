"""Lets the database user under whom the centre runs read and write rows, and nothing more."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import ProgrammingError, connection, transaction

from governance.frame.database import roles


class Command(BaseCommand):
    """Run by the owner of the tables after every ``migrate``."""

    help = "运行程序的数据库用户只能读写记录，改不了表、触发器和只增不改的记录。由库的所有者在每次 migrate 以后运行。"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("role", help="运行程序的数据库用户")

    def handle(self, *args: Any, role: str, **options: Any) -> None:
        if connection.get_database_version() < roles.OLDEST:
            raise CommandError("所有者与运行用户分开，要 PostgreSQL 17 以上。")
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                for statement in roles.grants(role):
                    cursor.execute(statement)
        except ProgrammingError as error:
            raise CommandError(f"没有授权：{error}") from error
        growing = len(roles.only_growing())
        self.stdout.write(f"{role} 可以读写记录；{growing} 张只增不改的表，只能查阅和添加。")
