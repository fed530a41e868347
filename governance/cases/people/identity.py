"""What a phone number and an ID number look like. Plain Python."""

import re

PHONE = re.compile(r"^[0-9+][0-9 -]{5,18}$")
ID_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
ID_CHECK = "10X98765432"


def is_id_number(number: str) -> bool:
    """True for 18 digits with the right check digit (GB 11643)."""
    if not re.fullmatch(r"[0-9]{17}[0-9X]", number):
        return False
    total = sum(int(digit) * weight for digit, weight in zip(number[:17], ID_WEIGHTS, strict=True))
    return ID_CHECK[total % 11] == number[17]


def wrong_numbers(phone: str, id_number: str) -> dict[str, str]:
    """What is wrong with the numbers of a person, by field; empty numbers are in order."""
    wrong = {}
    if phone and not PHONE.match(phone):
        wrong["phone"] = "电话号码只能有数字、空格和横线，请核对。"
    if id_number and not is_id_number(id_number):
        wrong["id_number"] = "身份证号应为 18 位且校验位正确，请核对；其他证件请写在概况中。"
    return wrong
