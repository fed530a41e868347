from tests.cases.clocks import law
from tests.cases.tried import try_steps

__all__ = ["law", "try_steps"]
