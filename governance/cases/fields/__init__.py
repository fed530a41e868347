"""Facts as fields of a form. Whoever imports anything of this package has all kinds of fact."""

from . import kinds as _kinds  # noqa: F401
