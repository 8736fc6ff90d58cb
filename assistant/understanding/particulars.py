"""Setting aside what only says who the asker is: names, numbers, birthdays, addresses.

In: a readable text. Out: the same text with a pause in their place. They say nothing about what is
asked, and the day or the age in them is read elsewhere.
"""

import re

_SURNAMES = (
    "佐藤|鈴木|高橋|田中|伊藤|渡辺|渡邊|山本|中村|小林|加藤|吉田|山田|佐々木|松本|井上|木村|斎藤|"
    "斉藤|清水|山崎|池田|橋本|阿部|山下|石井|小川|前田|岡田|長谷川|藤田|後藤|近藤|村上|遠藤|青木|"
    "坂本|福田|太田|西村|藤井|金子|岡本|藤原|三浦|中川|原田|松田|竹内|小野|田村|中山|和田|石田|"
    "森田|上田|内田|柴田|酒井|横山|高木|安藤|宮本|大野|小島|工藤|谷口|今井|高田|丸山|増田|杉山|"
    "村田|大塚|新井|平野|藤本|河野|野口|武田|松井|菅原|岩崎|久保|木下|佐野|野村|松尾|菊地|市川|"
    "古川|大西|島田|水野|桜井|高野|吉川|山内|西田|飯田|西川|北村|安田|五十嵐|川口|平田|関口|本田|"
    "中田|川上|三宅|服部|片山|妹尾"
)
_GIVEN = r"(?:[一-龥]{1,3}|\s[一-龥ぁ-んァ-ヶー]{1,4}|[ァ-ヶー]{2,4})?"
_SAYS = "(?:です|と(?:申し|いい|言い)ます)"
_NAME = (
    rf"(?:氏名|名前|私|わたし)?(?:は|:)?\s?(?:{_SURNAMES}){_GIVEN}(?:{_SAYS}|(?=[、。(\s]|で、|$))"
)
_LABEL = (
    r"(?:の?(?:被保険者|個人|会員|証の|記号)?(?:記号)?・?番号|マイナンバー|電話(?:番号)?|tel|携帯)"
    r"(?:は|が|:)?\s?"
)
_NUMBER = r"(?<![\d第-])(?!0120|(?:19|20)\d\d[-/.]\d\d?[-/.])\d[\d\-・() 番号]{4,}\d(?![日月年号])"
_DAY = (
    r"(?:(?:明治|大正|昭和|平成|令和|[mtshr])\s?\d{1,2}|\d{4})(?:年|[./-])\s?"
    r"(?:\d{1,2}(?:月|[./-])?\s?)?(?:\d{1,2}日?)?"
)
_BIRTHDAY = (
    rf"(?:生年月日(?:は|:)?\s?{_DAY}|{_DAY}\s?の?(?:[生産]まれ|生れ|生(?=[、。)\s])))(?:です|の)?"
)
_PATTERNS = (
    re.compile(rf"\[[^\[\]]{{1,12}}\](?:{_SAYS}|さん|様)?"),
    re.compile(_BIRTHDAY),
    re.compile(rf"(?:{_LABEL})?{_NUMBER}(?:です|の)?"),
    re.compile(r"住所(?:は|:)?[^、。]{2,24}?\d(?:-\d+)*"),
    re.compile(_NAME),
)


def without_particulars(text: str) -> str:
    """Return a readable text with a pause for each name, number, birthday or address."""
    for pattern in _PATTERNS:
        text = pattern.sub("、", text)
    return text.strip("、。 ")
