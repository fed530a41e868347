from tests.cases.clocks import law

__all__ = ["law"]
