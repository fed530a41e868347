"""What a token can be good for: lines of work bring what they let a platform do."""

from dataclasses import dataclass

from governance.frame.registry import Registry


@dataclass(frozen=True)
class Scope:
    """One thing that a platform may do; ``label`` says it to the administrator."""

    code: str
    label: str


SCOPES: Registry[Scope] = Registry("what a platform may do", field="scopes")
