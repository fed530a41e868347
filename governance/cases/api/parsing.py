"""What a program sends: JSON of a depth that a person could write, with text that can be kept."""

from rest_framework.exceptions import ParseError
from rest_framework.parsers import JSONParser

from governance.frame.forms.typed import can_be_kept, seen_in


class KeepableJSONParser(JSONParser):
    """JSON, refused with a sentence where nothing could be done with it."""

    def parse(self, stream, media_type=None, parser_context=None):
        """The value that was sent; raises ``ParseError`` for what cannot be read or kept."""
        try:
            value = super().parse(stream, media_type, parser_context)
            keepable = can_be_kept(value)
        except RecursionError:
            raise ParseError("嵌套太深，读不出来。") from None
        except ParseError:
            raise ParseError("不是可以读取的 JSON。") from None
        if not keepable:
            raise ParseError("含有不能保存的字符或者过大的数字。")
        return seen_in(value)
