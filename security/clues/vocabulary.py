"""The words of a clue (线索). Plain Python."""

KINDS = (
    ("gang", "涉黑涉恶"),
    ("umbrella", "“保护伞”“关系网”"),
    ("fraud", "电信网络诈骗"),
    ("vice", "涉黄涉赌涉毒"),
    ("funds", "非法集资"),
    ("other", "其他违法犯罪"),
)
SOURCES = (
    ("platform", "12337 平台转来"),
    ("phone", "举报电话"),
    ("letter", "来信"),
    ("visit", "当面举报"),
    ("found", "工作中发现"),
    ("assigned", "上级交办"),
)
RESULTS = (
    ("true", "查证属实"),
    ("partly", "部分属实"),
    ("untrue", "查否"),
    ("joined", "并入已有案件"),
)
# Who checks clues; whoever takes them in only hands them on.
COMPETENT = ("police", "discipline", "procuratorate")
# Totals are told in steps of so many: a smaller one says too much of the single clue.
FEWEST = 5


def not_competent(clue, unit) -> str:
    """Why a clue does not go to that unit."""
    return "" if unit.kind in COMPETENT else "线索移交给公安机关、纪检监察机关或者检察机关核查。"
