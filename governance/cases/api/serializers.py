"""The shapes of the API, for its description; the values come from ``rows``."""

from rest_framework import serializers


class NamedArea(serializers.Serializer):
    code = serializers.CharField(help_text="区划代码")
    name = serializers.CharField(help_text="名称")


class Named(serializers.Serializer):
    id = serializers.IntegerField()
    name = serializers.CharField()


class Deadline(serializers.Serializer):
    term = serializers.CharField(help_text="期限代码")
    name = serializers.CharField(help_text="期限名称")
    article = serializers.CharField(help_text="依据条文")
    start_on = serializers.DateField(help_text="起算日，当日不计入")
    due = serializers.DateField(allow_null=True, help_text="到期日；停表时为空")
    due_at = serializers.DateTimeField(allow_null=True, help_text="到期时刻")
    provisional = serializers.BooleanField(help_text="暂定：相应年份的放假安排尚未载入")
    light = serializers.CharField(help_text="normal、near、today、overdue、paused、met、missed、ended")
    left = serializers.CharField(help_text="还剩或超期多少，用法定单位")
    outcome = serializers.CharField(help_text="结果；未结束为空")
    ended_at = serializers.DateTimeField(allow_null=True)


class CaseRow(serializers.Serializer):
    number = serializers.CharField(help_text="编号")
    url = serializers.CharField()
    kind = serializers.CharField()
    kind_label = serializers.CharField(help_text="种类")
    title = serializers.CharField(help_text="标题")
    status = serializers.CharField()
    status_label = serializers.CharField(help_text="状态")
    channel = serializers.CharField(help_text="渠道")
    came_by = serializers.CharField(help_text="来源渠道代码，本县选项表中的一项；没有的为空")
    came_by_label = serializers.CharField(help_text="来源渠道")
    area = NamedArea(help_text="发生地")
    category = serializers.CharField(help_text="内容类别")
    confidentiality = serializers.CharField(help_text="知悉范围：normal、internal、restricted")
    lead_unit = Named(help_text="承办单位")
    handler = Named(allow_null=True, help_text="承办人")
    opened_at = serializers.DateTimeField(help_text="收到时间")
    closed_at = serializers.DateTimeField(allow_null=True, help_text="办结时间")
    deadline = Deadline(allow_null=True, help_text="最先到期的法定期限")
    version = serializers.IntegerField(help_text="版本；办理时交回，以免覆盖他人的更新")


class CasePage(serializers.Serializer):
    results = CaseRow(many=True)
    next = serializers.CharField(allow_null=True, help_text="下一页的地址")


class Person(serializers.Serializer):
    part = serializers.CharField()
    part_label = serializers.CharField(help_text="身份")
    name = serializers.CharField(help_text="姓名；不经办此事项的人员看到的已掩码")
    phone = serializers.CharField(help_text="电话，已掩码")
    id_number = serializers.CharField(help_text="身份证号，已掩码")


class HistoryEntry(serializers.Serializer):
    seq = serializers.IntegerField()
    step = serializers.CharField()
    label = serializers.CharField(help_text="步骤")
    from_status = serializers.CharField()
    to_status = serializers.CharField()
    actor = serializers.CharField(help_text="经办人")
    post = serializers.CharField(help_text="岗位")
    at = serializers.DateTimeField()
    told = serializers.ListField(child=serializers.ListField(child=serializers.CharField()), help_text="所填内容")
    note = serializers.CharField()
    private = serializers.BooleanField(help_text="内容仅供本件的承办人员查阅，其他人看到的所填内容为空")


class PaperRow(serializers.Serializer):
    number = serializers.CharField(help_text="文号")
    title = serializers.CharField(help_text="名称")
    issued_on = serializers.DateField()


class CaseDetail(CaseRow):
    summary = serializers.CharField(help_text="概况")
    place = serializers.CharField(help_text="详细地点")
    steps_url = serializers.CharField()
    people = Person(many=True)
    deadlines = Deadline(many=True)
    events = HistoryEntry(many=True)
    papers = PaperRow(many=True)


class OpenStep(serializers.Serializer):
    name = serializers.CharField()
    label = serializers.CharField(help_text="步骤")
    url = serializers.CharField(help_text="办理这一步骤的地址")
    article = serializers.CharField(help_text="依据条文")
    help = serializers.CharField()
    needs_approval = serializers.BooleanField(help_text="由本人提请，经批准后生效")
    target = serializers.CharField(allow_null=True, help_text="办理后的状态；不变则为空")
    facts = serializers.JSONField(help_text="所需内容的 JSON Schema")


class OpenSteps(serializers.Serializer):
    number = serializers.CharField()
    version = serializers.IntegerField()
    steps = OpenStep(many=True)


class StepCall(serializers.Serializer):
    version = serializers.IntegerField(min_value=1, help_text="读到的版本")
    facts = serializers.DictField(help_text="所需内容，见这一步骤的 JSON Schema")


class StepDone(serializers.Serializer):
    event = HistoryEntry()
    waiting = serializers.BooleanField(help_text="已提请审批，批准后生效")
    visible = serializers.BooleanField(help_text="办理后本人是否仍可见此事项")
    status = serializers.CharField(allow_null=True)
    version = serializers.IntegerField(allow_null=True)


class Refused(serializers.Serializer):
    code = serializers.CharField()
    detail = serializers.CharField(help_text="给经办人看的一句话")
    errors = serializers.DictField(child=serializers.CharField(), required=False)
    changes = serializers.ListField(child=serializers.DictField(), required=False)


# What every call may be answered: by whoever is not logged in or may not, and by whoever calls too often.
ALWAYS_REFUSED = {403: Refused, 429: Refused}
