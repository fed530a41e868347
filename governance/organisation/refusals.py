"""How this app says no: one sentence for the person, and the field it belongs to."""


class Refused(Exception):
    """Nothing was changed; ``sentence`` says why and what would help."""

    def __init__(self, sentence: str, field: str | None = None):
        super().__init__(sentence)
        self.sentence = sentence
        self.field = field
