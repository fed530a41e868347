"""Phone numbers and documents: the one form in which they are compared, and what is wrong with one.."""

import re
import unicodedata
from collections.abc import Callable

from stdnum.cn import ric, uscc
from stdnum.exceptions import ValidationError

# As much as a box takes, and as many numbers of one person: their masks stand side by side in a column.
LONGEST_PHONE, MOST_PHONES = 60, 3
LONGEST_DOCUMENT = 24
APART = re.compile(r"[/、,;]|或")
EXTENSION = re.compile(r"转|分机|EXT\.?|[#*X]")
# 029-85290000-8012: the last group is an extension, after a whole number only.
LAST_GROUP = re.compile(r"^(.*[0-9]{7,8})-([0-9]{1,6})$")
COUNTRY = re.compile(r"^(?:\+|00)86(?=[0-9]{9,})|^86(?=1[0-9]{10}$|0[0-9]{9,11}$)")
ONE_PHONE = re.compile(r"\+?[0-9]{5,15}(?:转[0-9]{1,6})?")
STRANGE_IN_PHONE = re.compile(r"[^0-9+\-()./、,;或转分机EXT#* ]")
STRANGE_IN_DOCUMENT = re.compile(r"[^0-9A-Z]")
# Neither a sign of a document nor of a phone: brackets of Hong Kong, lines and blanks as forms are filled in.
SET_APART = re.compile(r"[\s\-()]")
# A mobile number and a document of a resident, wherever they stand in a text.
MOBILE_IN_TEXT = re.compile(r"(?<!\d)1[3-9]\d[\s.·-]?\d{4}[\s.·-]?\d{4}(?!\d)")
RESIDENT_IN_TEXT = re.compile(r"(?<!\d)\d{17}[\dXx](?!\d)")


def tidy(text: str) -> str:
    """The number as it was typed, without signs that nobody sees, in half width and capitals."""
    folded = unicodedata.normalize("NFKC", text).upper()
    return " ".join("".join(sign for sign in folded if unicodedata.category(sign)[0] != "C").split())


def phones_in(text: str) -> list[str]:
    """Every phone number in the box in the one form in which it is compared: 13800138001, 02985290000转8012."""
    return [phone for part in APART.split(tidy(text)) if (phone := _phone(part))]


def number_in(text: str) -> str:
    """What kind of number of a person stands in the text: 手机号码, 身份证号; empty if none does."""
    folded = unicodedata.normalize("NFKC", text)
    if any(is_id_number(found.upper()) for found in RESIDENT_IN_TEXT.findall(folded)):
        return "身份证号"
    return "手机号码" if MOBILE_IN_TEXT.search(folded) else ""


def _phone(part: str) -> str:
    number = LAST_GROUP.sub(r"\1转\2", part.strip())
    number = re.sub(r"[\s\-().]", "", EXTENSION.sub("转", number))
    local = COUNTRY.sub("", number)
    is_area = local != number and not local.startswith("0") and not re.match(r"1[3-9][0-9]{9}$", local)
    return f"0{local}" if is_area else local


def document(text: str) -> str:
    """The number of a document in the one form in which it is compared."""
    return SET_APART.sub("", tidy(text))


def wrong_numbers(phone: str, id_number: str, say: Callable[[str], str] = str) -> dict[str, str]:
    """What is wrong with the numbers of a person, by field; empty numbers are in order."""
    found = {"phone": wrong_phone(phone, say), "id_number": wrong_document(id_number)}
    return {name: sentence for name, sentence in found.items() if sentence}


def wrong_phone(text: str, say: Callable[[str], str] = str) -> str:
    """A sentence on what is wrong with the phone numbers, as ``say`` words it; empty if they are in order."""
    strange = STRANGE_IN_PHONE.search(tidy(text))
    if strange:
        how = say("可以写数字、空格、横线、括号和开头的“+”，分机写“转”，几个号码用“、”分开。")
        return say("电话里有“{sign}”，请核对：{how}").format(sign=strange[0], how=how)
    found = phones_in(text)
    if len(found) > MOST_PHONES:
        return say("一个人最多填写 {most} 个电话。").format(most=MOST_PHONES)
    wrong = [phone for phone in found if not ONE_PHONE.fullmatch(phone)]
    if wrong or (text.strip() and not found):
        return say("电话号码的位数不对，请核对；几个号码用“、”分开，分机写“转”。")
    return ""


def is_id_number(number: str) -> bool:
    """True for a resident's number of 18 digits: a day of birth that there was, and the check digit (GB 11643)."""
    return len(number) == 18 and not _wrong_resident(number)


def wrong_document(text: str) -> str:
    """A sentence on what is wrong with the number of a document; empty if it is in order.

    Residents' numbers of 18 digits (GB 11643) and the 15 of before, and credit codes of organisations (GB 32100), are
    checked by their own rules; of passports, permits and officers' cards nothing is known but that they have signs.
    """
    number = document(text)
    strange = STRANGE_IN_DOCUMENT.search(number)
    if strange:
        return f"证件号里有“{strange[0]}”，请核对：只写数字和字母。"
    if not number:
        return "请填写证件号的数字和字母。" if text.strip() else ""
    if len(number) == 18:
        return _wrong_eighteen(number)
    if len(number) == 15 and number.isdecimal():
        return _wrong_birth(number)
    if number.isdecimal() and 16 <= len(number) <= 19:
        return f"身份证号应为 18 位，这里有 {len(number)} 位，请核对。"
    return "" if 5 <= len(number) <= 20 else "证件号的位数不对，请核对。"


def _wrong_eighteen(number: str) -> str:
    """A credit code may have digits only; where a day of birth can be read it is taken for a resident's number."""
    is_resident = re.fullmatch(r"[0-9]{17}[0-9X]", number) is not None
    wrong = _wrong_resident(number) if is_resident else "这既不是身份证号，也不是社会信用代码，请逐位核对。"
    may_be_code = not is_resident or _wrong_birth(number)
    return "" if wrong and may_be_code and uscc.is_valid(number) else wrong


def _wrong_resident(number: str) -> str:
    if not number[:17].isdecimal() or ric.calc_check_digit(number) != number[17]:
        return "身份证号的校验位不对，请逐位核对。"
    return _wrong_birth(number)


def _wrong_birth(number: str) -> str:
    """The day of birth in a resident's number; one of 15 digits says no century, which was the twentieth."""
    whole = number if len(number) == 18 else f"{number[:6]}19{number[6:]}0"
    try:
        ric.get_birth_date(whole)
    except ValidationError:
        return f"身份证号里的出生日期“{whole[6:14]}”不对，请核对。"
    return ""
