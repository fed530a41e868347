"""The shapes of what a hotline sends and is answered; what must be told the citizens' pages say."""

import re
from unicodedata import category, normalize

from rest_framework import serializers

LONG = 5000
# Neither . nor .. stands in an address.
NUMBER = re.compile(r"(?!\.+$)[\w.-]{1,40}")


def words(said: str, most: int, **how) -> serializers.CharField:
    """Text that may be left out."""
    return serializers.CharField(required=False, default="", allow_blank=True, max_length=most, help_text=said, **how)


def tick(said: str) -> serializers.BooleanField:
    """Yes, or left out."""
    return serializers.BooleanField(required=False, default=False, help_text=said)


class TheirNumber(serializers.CharField):
    """A number of theirs in the one form in which it is compared; it can stand in an address."""

    default_error_messages = {
        "wrong": "编号只能用字母、数字、- 和 .，最多 40 个。",
        **dict.fromkeys(("required", "null", "blank"), "请填写对方编号。"),
        "invalid": "对方编号要写成一段文字。",
    }

    def to_internal_value(self, data):
        """The number; raises ValidationError for one that no address can name."""
        number = one_form(super().to_internal_value(data))
        if not NUMBER.fullmatch(number):
            self.fail("wrong")
        return number


def one_form(number: str) -> str:
    """A number of theirs as it is kept and looked for: in half width, without signs that nobody sees."""
    return "".join(sign for sign in normalize("NFKC", number) if category(sign)[0] != "C").strip()


class Caller(serializers.Serializer):
    default_error_messages = {"invalid": "每个人写成一个 JSON 对象，里面是 name、phone、address。"}

    name = words("姓名（名称）", 60)
    phone = words("电话", 60)
    address = words("住址", 120)


class Handed(serializers.Serializer):
    number = TheirNumber(help_text="对方编号，字母、数字、- 和 .，不能重复")
    petition_class = words("事项性质：appeal_request 求决、申诉，suggestion 意见建议，accusation 检举控告", 20)
    summary = words("请求", LONG)
    facts_and_reasons = words("事实和理由", LONG)
    not_accusing = tick("文中有检举控告的字样而不是检举控告的")
    accused_unit = words("被检举控告的单位，只用于检举控告", 60)
    accused_names = words("被检举控告的人员，顿号隔开，只用于检举控告", 200)
    accused_unknown = tick("检举控告而说不清是谁的")
    others_named = tick("材料里提到的其他工作人员不是被检举控告的人")
    area = words("乡镇（街道）或者村（社区）的区划代码；不清楚或者涉及全县的为空", 12)
    place = words("详细地点", 120)
    nameless = tick("不写姓名")
    withheld = tick("不向办理单位公开姓名")
    may_be_told = tick("同意公开问题和答复；检举控告不公开")
    people_count = serializers.IntegerField(
        required=False, default=1, min_value=1, max_value=100_000, help_text="一共几个人提出"
    )
    people = Caller(
        many=True,
        required=False,
        default=list,
        help_text="提出的人，最多五人",
        error_messages={"not_a_list": "提出的人要写成一个 JSON 数组，每个人一个对象。"},
    )


class TakenIn(serializers.Serializer):
    number = serializers.CharField(help_text="本平台的编号")
    unit = serializers.CharField(help_text="登记的单位")
    due = serializers.CharField(help_text="最迟哪一天转送有权处理的单位；没有的为空")


class Entry(serializers.Serializer):
    at = serializers.DateTimeField(help_text="记入时间")
    stage = serializers.CharField(help_text="步骤代码")
    day = serializers.CharField(help_text="日期")
    words = serializers.CharField(help_text="进展")
    unit = serializers.CharField(help_text="所说的单位")
    outcome = serializers.CharField(required=False, help_text="送达的答复：处理结论")
    answer = serializers.CharField(required=False, help_text="送达的答复：答复内容；出具意见书的为空")


class Followed(serializers.Serializer):
    number = serializers.CharField(help_text="对方编号")
    entries = Entry(many=True, help_text="进展，先发生的在前")


class Added(serializers.Serializer):
    note = words("补充的内容", LONG)
    not_accusing = tick("文中有检举控告的字样而不是检举控告的")
    others_named = tick("补充检举控告时，文中提到的其他工作人员不是被检举控告的人")


class Taken(serializers.Serializer):
    taken = serializers.BooleanField(help_text="已收到")
