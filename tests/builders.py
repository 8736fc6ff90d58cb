"""A small invented knowledge folder, so that engine tests do not hang on the real content."""

from pathlib import Path

FACTS = """
- id: scheme
  label: 制度
  ask: どの保険ですか。
  values:
    - {value: kouki, label: 後期高齢者医療, button: 後期, condition: 後期の方, implies: {}}
    - {value: kokuho, label: 国民健康保険, button: 国保, condition: 国保の方, implies: {}}
- id: insurer
  label: 保険者
  ask: 保険者はどこですか。
  values:
    - value: sakura
      label: さくら広域連合
      button: さくら
      condition: さくらの方
      implies: {scheme: kouki}
    - {value: other, label: その他, button: ほか, condition: ほかの方, implies: {}}
- id: age
  label: 年齢
  ask: 何歳ですか。
  values:
    - {value: "-64", label: 64歳まで, button: 64歳まで, condition: 64歳までの方, implies: {}}
    - {value: 65-74, label: 65〜74歳, button: 65〜74歳, condition: 65〜74歳の方, implies: {}}
    - {value: 75-84, label: 75〜84歳, button: 75〜84歳, condition: 75〜84歳の方, implies: {}}
    - {value: 85-, label: 85歳以上, button: 85歳以上, condition: 85歳以上の方, implies: {}}
"""

CONCEPTS = """
- {concept: さくら証, surfaces: [さくらしょう, サクラ証]}
- {concept: 届く, surfaces: [とどく, 送られ, 届き]}
- {concept: なくした, surfaces: [紛失, 落とした]}
"""

CONTACTS = """
- {id: insurer, name: 加入先の窓口, phone: null, hours: null, note: null, times: null}
- id: line
  name: さくらダイヤル
  phone: 0120-00-0000
  hours: 平日 9時30分〜20時00分
  note: null
  times:
    weekday: "09:30-20:00"
    saturday: "09:30-17:30"
    holiday: "09:30-17:30"
    closed_year_end: "true"
- {id: ambulance, name: 消防, phone: "119", hours: null, note: null, times: null}
"""

OUTSIDE = """
- id: garbage
  label: ごみ
  kind: office
  reply: ごみのことは市の担当にお尋ねください。
  contacts: [insurer]
  examples: [粗大ごみの出し方, 燃えるごみの日はいつ]
"""

EMERGENCY = """
signs:
  - - [意識がない, いしきがない]
except: [さくら救急]
reply: 119番に電話してください。
contacts: [ambulance]
"""

MESSAGES = """
decline-default: 分かりません。加入先にお尋ねください。
decline-again: 電話でお尋ねください。
before-start: その日には、まだ何も決まっていません。
clarify-unknown: わからない
empty-question: 質問を書いてください。
lang-note: 外国語の電話があります。
several-lead: 順にお答えします。
standing-ended: "この取扱いは{date}で終わりました。"
standing-upcoming: "{date}からの取扱いです。"
"""

NOTICE = """---
id: sakura-2025
kind: full
title: さくら証の交付について
issuer: さくら省
number: 第1号
issued: 2025-04-03
issued_note: null
addressees: [さくら広域連合]
scope: {制度: 後期高齢者医療}
url: null
source: sakura.txt
supersedes: []
extends: []
passages:
  - {passage: p3, scope: all, reason: 全員に当てはまるため}
---
[p1]
令和8年7月31日までの間、加入者の全員に、申請によらずさくら証を交付する。

[p2]
令和8年8月1日以降は、申請した者に交付する。

[p3]
さくら証をなくしたときは、窓口で再交付を申請することができる。電話は0120-00-0000。
"""

CARD = """id: card
title: さくら証は届きますか
group: 資格確認書
owner: さくら課
last_reviewed: 2026-11-25
concepts: [さくら証, 届く]
facts: [scheme]
next: [lost]
examples:
  - さくら証は届きますか
  - さくら証はいつ送られてきますか
rulings:
  - id: all
    from: 2025-04-03
    until: 2026-07-31
    when: {制度: 後期高齢者医療}
    headline: 申請しなくても届きます。
    answer:
      - text: 2026年7月31日（令和8年7月31日）まで、全員にさくら証が届きます。
        notice: sakura-2025
        passage: p1
        quote: 令和8年7月31日までの間、加入者の全員に、申請によらずさくら証を交付する
  - id: apply
    from: 2026-08-01
    until: open
    when: {制度: 後期高齢者医療}
    headline: 申請した方に届きます。
    answer:
      - text: 2026年8月1日（令和8年8月1日）から、申請が必要です。
        notice: sakura-2025
        quote: 令和8年8月1日以降は、申請した者に交付する
  - id: others
    from: 2025-04-03
    until: open
    when: {制度: 国民健康保険}
    headline: 国民健康保険の方には届きません。
    answer:
      - text: くわしくは加入先にお尋ねください。
        basis: advice
      - text: なくしたときは、再交付の申請ができます。
        notice: sakura-2025
        quote: さくら証をなくしたときは、窓口で再交付を申請することができる
"""

LOST = """id: lost
title: さくら証をなくしました
group: 資格確認書
owner: さくら課
last_reviewed: 2026-11-25
concepts: [なくした]
facts: []
next: []
examples:
  - さくら証をなくしました
  - サクラ証を紛失した
near_misses:
  - {question: さくら証は届きますか, topic: card}
rulings:
  - id: everybody
    from: 2025-04-03
    until: open
    when: {}
    headline: 窓口で再交付を申請できます。
    contacts: [line]
    answer:
      - text: なくしたときは、再交付の申請ができます。
        notice: sakura-2025
        passage: p3
        quote: さくら証をなくしたときは、窓口で再交付を申請することができる
"""

FILES = {
    "vocabulary/facts.yaml": FACTS,
    "vocabulary/concepts.yaml": CONCEPTS,
    "vocabulary/contacts.yaml": CONTACTS,
    "vocabulary/outside.yaml": OUTSIDE,
    "vocabulary/emergency.yaml": EMERGENCY,
    "vocabulary/messages.yaml": MESSAGES,
    "notices/sakura-2025.md": NOTICE,
    "topics/card.yaml": CARD,
    "topics/lost.yaml": LOST,
}


def write_knowledge(folder: Path, changes: dict[str, tuple[str, str]] | None = None) -> Path:
    """Write the invented knowledge; ``changes`` maps a file to (old words, new words).

    The old words must be there, so that a mutant which changes nothing cannot pass for caught.
    """
    for name, text in FILES.items():
        old, new = (changes or {}).get(name, ("", ""))
        assert old in text, f"{name} does not hold {old!r}"
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text.lstrip("\n").replace(old, new) if old else text.lstrip("\n"), "utf-8")
    return folder
