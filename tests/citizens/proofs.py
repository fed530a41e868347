"""What the script of a public page does, in Python."""

from governance.citizens import proof


def solved(door: str) -> dict[str, str]:
    """A challenge of that door with its solution, as a form sends it."""
    text = proof.challenge(door).text
    found = next(number for number in range(10_000_000) if proof.is_solved(text, str(number)))
    return {"challenge": text, "solution": str(found)}
