"""The database engine that the settings name."""

from django.db.backends.postgresql import base, operations

from . import compiler


class DatabaseOperations(operations.DatabaseOperations):
    compiler_module = compiler.__name__


class DatabaseWrapper(base.DatabaseWrapper):
    ops_class = DatabaseOperations
