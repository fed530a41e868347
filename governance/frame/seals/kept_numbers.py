"""What is kept of phone numbers beside the sealed text: hashes that find them, masks that show them."""

from governance.frame.identity import LONGEST_PHONE, phones_in
from governance.frame.seals import sealing
from governance.frame.wording import clipped


def hashes_of_phones(text: str) -> list[str]:
    """The keyed hash of each phone number in the text."""
    return [sealing.keyed_hash(phone) for phone in phones_in(text)]


def masks_of_phones(text: str) -> str:
    """The masks of the phone numbers in the text, side by side."""
    return clipped("、".join(map(sealing.mask_phone, phones_in(text))), LONGEST_PHONE)
