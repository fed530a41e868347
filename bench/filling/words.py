"""What matters are about: short words that are put together into titles and texts, all of them plain as search has
them."""

from dataclasses import dataclass
from random import Random

# Who answers for it (the township where it is empty), what it is about, what is wrong, weight.
MATTERS = (
    ("区住建局", "小区供水", "停水", 6),
    ("区住建局", "物业服务收费", "乱收费", 6),
    ("区住建局", "房屋漏水维修", "漏水", 5),
    ("区住建局", "商品房延期交付", "不交房", 5),
    ("区人社局", "拖欠农民工工资", "欠薪", 6),
    ("区人社局", "养老保险待遇", "少算工龄", 3),
    ("区民政局", "低保待遇", "审批迟缓", 3),
    ("区自然资源局", "宅基地界址", "占地", 4),
    ("区自然资源局", "征地补偿", "补偿偏低", 4),
    ("区生态环境局", "油烟噪声扰民", "噪声扰民", 4),
    ("区城管局", "占道经营", "堵路", 4),
    ("区城管局", "违法建设", "违建未拆", 3),
    ("区交通局", "公交线路调整", "候车太久", 2),
    ("区农业农村局", "土地承包经营", "重复发包", 3),
    ("区教育局", "学区划分", "入学难", 2),
    ("区卫健局", "医疗收费", "收费不清", 2),
    ("区市场监管局", "预付卡退费", "商家跑路", 4),
    ("区司法局", "法律援助", "等候太久", 1),
    ("", "村务公开", "账目不清", 6),
    ("", "道路破损", "出行不便", 6),
    ("", "垃圾清运", "垃圾堆积", 5),
    ("", "邻里纠纷", "多次争吵", 4),
)
# A department of which nothing has been heard for most of the history, and an organ that hardly ever holds anything.
FADED, RARE = ("区水务局", "灌溉水渠", "无水浇地"), ("区检察院", "公益诉讼线索", "长期无人处理")
DISPUTES = (
    ("邻里漏水", "楼上漏水损坏吊顶"),
    ("宅基地边界", "砌墙越界"),
    ("赡养老人", "子女推诿"),
    ("租赁合同", "押金不退"),
    ("劳动报酬", "工程款拖欠"),
    ("交通事故赔偿", "误工费有分歧"),
    ("物业服务", "停车位收费"),
    ("医疗损害", "对治疗效果不认可"),
    ("借款合同", "到期不还"),
    ("婚姻家庭", "彩礼返还"),
)
ENDINGS = ("反映相关问题", "希望尽快解决问题", "请求答复", "要求公开处理结果", "反映多次没有回音")
DETAILS = (
    "居民多次向有关单位反映一直没有结果影响正常生活",
    "前期已经协商两次双方意见分歧较大请求上级部门协调",
    "当事人提供了合同收据和照片作为证据请求依法依规处理",
    "该情况从去年冬天开始涉及附近三十余户居民",
    "相关单位曾经答复正在研究但是至今没有明确时间",
)
# A word that stands in a handful of texts of all the years.
RAREST = "稀土"


@dataclass(frozen=True, slots=True)
class Written:
    """A title, a text, and how search finds them: text and pairs as COPY reads them."""

    title: str
    summary: str
    search_text: str
    grams: str


def written(number: str, place: str, about: tuple[str, str], names: tuple[str, ...], chance: Random) -> Written:
    """The words of one case. All of them are as search compares them; of the number the capitals are not."""
    title = f"{place}{about[0]}{chance.choice(ENDINGS)}"
    summary = f"{about[1]}{chance.choice(DETAILS)}{chance.choice(DETAILS)}"
    if chance.random() < 0.000_02:
        summary += RAREST
    plain = (number.lower(), title, summary, "", *names)
    pairs = {part[i : i + 2] for part in plain for i in range(len(part) - 1)} | {f'" {name[0]}"' for name in names}
    # A line break inside a value is written so for COPY.
    return Written(title, summary, "\\n".join(plain), "{" + ",".join(sorted(pairs)) + "}")
