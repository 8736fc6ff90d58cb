"""Every answer as a page: each topic, case and day, its links, and what an address may say."""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from starlette.testclient import TestClient

from assistant.engine import Assistant
from assistant.knowledge_base.timeline import boundaries, known_days
from tests.web.conftest import FORM, TODAY
from tests.web.test_pages import BROWSER, TEMPLATE_CODE, parsed, post, values

DAY = timedelta(days=1)
SCHEME_TOPIC = "expired-card-visit"
AGE_TOPIC = "certificate-who"


def get(client: TestClient, path: str, **query: str) -> Any:
    """Open a page as a browser does."""
    return client.get(path, params=query or None, headers=BROWSER)


def words(element: Any) -> str:
    """Return the text of an element without white space."""
    return "".join("".join(element.itertext()).split())


def with_class(page: Any, *names: str) -> Iterator[Any]:
    """Yield the elements of a page, or of its parsed tree, that have one of some classes."""
    root = parsed(page) if isinstance(page, str) else page
    return (e for e in root.iter() if {*names} & {*(e.get("class") or "").split()})


def headlines(page: Any) -> list[str]:
    """Return the answers that a page gives."""
    return [words(element) for element in with_class(page, "card__headline")]


def links(page: Any, *names: str) -> list[tuple[str, bool]]:
    """Return the addresses of the links of some classes, each with whether it is where we are."""
    found = with_class(page, *names)
    return [(e.get("href") or "", e.get("aria-current") == "true") for e in found]


def edges(assistant: Assistant, topic: str) -> list[date]:
    """Return the days on which something changes, and the day before the first."""
    known = assistant.knowledge.topics[topic]
    days = sorted({*boundaries(known), *known_days(known)})
    return [days[0] - DAY, *days]


def test_every_topic_on_each_of_its_days(client: TestClient, assistant: Assistant) -> None:
    """Each page is there, well-formed, and says what the API says, without being asked back."""
    for topic in assistant.knowledge.topics:
        for day in edges(assistant, topic):
            page = get(client, f"/faq/{topic}", as_of=day.isoformat())
            assert page.status_code == 200, (topic, day)
            assert not TEMPLATE_CODE.search(page.text), (topic, day)
            shown = headlines(page.text)
            sent = {"choice": topic, "as_of": day.isoformat()}
            reply = client.post("/api/v1/ask", json=sent).json()
            if reply["outcome"] == "answer":
                said = ["".join(answer["headline"].split()) for answer in reply["answers"]]
                assert shown == [text.removesuffix("。") for text in said], (topic, day)
            else:
                least = 2 if reply["outcome"] == "clarify" else 1
                assert len(shown) >= least, (topic, day)


def test_names_and_references_on_every_page(client: TestClient, assistant: Assistant) -> None:
    """One title, unique names, and no reference astray."""
    for topic in assistant.knowledge.topics:
        root = parsed(get(client, f"/faq/{topic}").text)
        assert len(list(root.iter("h1"))) == 1
        names = [e.get("id") for e in root.iter() if e.get("id")]
        assert len(names) == len(set(names)), topic
        for element in root.iter():
            wanted = (element.get("aria-labelledby") or "").split()
            address = element.get("href") or ""
            wanted += [address[1:]] if address.startswith("#") else []
            assert set(wanted) <= set(names), (topic, wanted)


def test_each_case_and_day_is_a_plain_link(client: TestClient, assistant: Assistant) -> None:
    """Every link of a topic's page leads to a page on which it is the present one."""
    topics = sorted(assistant.knowledge.topics.values(), key=lambda t: -len(t.rulings))[:5]
    for topic in topics:
        html = get(client, f"/faq/{topic.id}").text
        ways = links(html, "way", "line__day")
        assert ways, topic.id
        for address, _ in ways:
            page = get(client, address)
            assert page.status_code == 200, address
            there = dict(links(page.text, "way", "line__day"))
            assert there.get(address, True), address


def test_each_stretch_of_days_has_an_answer_of_its_own(
    client: TestClient, assistant: Assistant
) -> None:
    """The day before a link's day another answer stood there; today's link names no day."""
    html = get(client, f"/faq/{SCHEME_TOPIC}", scheme="kouki").text
    days = [address for address, _ in links(html, "line__day")]
    assert len(days) > 3
    assert [a for a in days if "as_of" not in a] == [
        a for a, now in links(html, "line__day") if now
    ]
    for address in days[1:]:
        named = parse_qs(urlsplit(address).query).get("as_of")
        if named:
            before = date.fromisoformat(named[0]) - DAY
            old = get(client, f"/faq/{SCHEME_TOPIC}", scheme="kouki", as_of=before.isoformat())
            new = get(client, address)
            texts = ["".join(map(words, with_class(p.text, "card"))) for p in (old, new)]
            assert texts[0] != texts[1], address


def test_what_is_open_is_answered_case_by_case(client: TestClient) -> None:
    """Without a scheme each ruling that is left stands there with its condition."""
    html = get(client, f"/faq/{SCHEME_TOPIC}").text
    shown = headlines(html)
    conditions = [words(e) for e in with_class(html, "condition")]
    assert len(shown) == len(conditions) > 1
    assert "後期高齢者医療（75歳以上など）の方" in conditions
    one = get(client, f"/faq/{SCHEME_TOPIC}", scheme="kouki").text
    assert headlines(one) == [shown[0]]
    assert not list(with_class(one, "condition"))


def test_a_later_choice_drops_what_contradicts_it(client: TestClient) -> None:
    """From an insurer's page, another scheme leads to that scheme without the insurer."""
    html = get(client, f"/faq/{SCHEME_TOPIC}", insurer="tokyo-koiki").text
    ways = links(html, "way")
    assert (f"/faq/{SCHEME_TOPIC}?scheme=kokuho", False) in ways
    assert any(now and "insurer=tokyo-koiki" in address for address, now in ways)
    for address, _ in ways:
        assert get(client, address).status_code == 200


def test_an_age_in_years_is_taken_as_the_contract_says(client: TestClient) -> None:
    """84 years in May are two bands in August: both answers stand there."""
    page = get(client, f"/faq/{AGE_TOPIC}", age="84", scheme="kouki", as_of="2026-05-01")
    assert page.status_code == 200
    assert get(client, f"/faq/{AGE_TOPIC}", age="75-84", as_of="2026-08-01").status_code == 200


BAD = [
    {"scheme": "nothing"},
    {"scheme": "unknown"},
    {"scheme": "<b>"},
    {"age": "131"},
    {"age": "-1"},
    {"age": "７５"},
    {"age": "9" * 5000},
    {"myna": "true"},
    {"needs_support": "yes"},
    {"insurer": "tokyo-koiki", "scheme": "kokuho"},
    {"role": "\x00"},
    {"as_of": "2025-13-01"},
    {"as_of": "0001-01-01"},
    {"as_of": "今日"},
]


@pytest.mark.parametrize("query", BAD, ids=str)
def test_a_value_that_is_none_is_a_page_that_says_so(
    client: TestClient, query: dict[str, str]
) -> None:
    """422, as a page for people and as a problem for programs; nothing is written back."""
    page = get(client, f"/faq/{AGE_TOPIC}", **query)
    assert page.status_code == 422
    parsed(page.text)
    assert "<b>" not in page.text
    machine = client.get(f"/faq/{AGE_TOPIC}", params=query)
    assert machine.status_code == 422
    assert machine.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize(
    "query", ["scheme=%ff", "scheme", "scheme=&age=", "as_of=", "utm=1", "scheme=x&scheme=kouki"]
)
def test_odd_addresses_are_read_or_refused(client: TestClient, query: str) -> None:
    """Empty and unknown fields say nothing; bytes that are no text are refused."""
    page = client.get(f"/faq/{AGE_TOPIC}?{query}", headers=BROWSER)
    assert page.status_code == (422 if "%" in query else 200)


@pytest.mark.parametrize("topic", ["nothing", "Certificate-who", "%00", "..%2f", "あ", "a" * 3000])
def test_a_topic_that_is_none_is_not_found(client: TestClient, topic: str) -> None:
    """404, with a way on."""
    page = get(client, f"/faq/{topic}")
    assert page.status_code == 404
    parsed(page.text)


def test_another_day_has_a_banner_that_leads_back_to_the_case(client: TestClient) -> None:
    """The banner says where the answer differs from today's; today has none."""
    here = f"/faq/{SCHEME_TOPIC}?scheme=kouki"
    past = get(client, f"{here}&as_of=2024-12-10").text
    assert f'href="{here}"' in past
    assert "2024年12月10日（令和6年12月10日）" in past
    assert "ちがうところがあります" in past
    assert "ちがうところがあります" not in get(client, f"{here}&as_of=2025-09-02").text
    today = get(client, f"{here}&as_of={TODAY.isoformat()}").text
    assert "banner--info" not in today
    assert "open" in today


def test_the_same_address_gives_the_same_page(client: TestClient) -> None:
    """With a day in it, byte for byte."""
    for query in ({"as_of": "2026-08-01"}, {"as_of": "2026-08-01", "age": "85-"}):
        pages = [get(client, f"/faq/{AGE_TOPIC}", **query).text for _ in range(2)]
        assert pages[0] == pages[1]


def test_the_table_lists_every_ruling_and_leads_to_it(
    client: TestClient, assistant: Assistant
) -> None:
    """Each ruling has a row; its link leads to a page that answers with it."""
    for topic in (SCHEME_TOPIC, AGE_TOPIC, "register-how"):
        html = get(client, f"/faq/{topic}").text
        rulings = client.get(f"/api/v1/topics/{topic}").json()["rulings"]
        (table,) = with_class(html, "rulings__table")
        rows = list(table.iter("tr"))[1:]
        assert len(rows) == len(rulings)
        text = words(table)
        assert all("".join(ruling["headline"].split()) in text for ruling in rulings)
        for row in rows:
            for link in row.iter("a"):
                address = link.get("href") or ""
                if address.startswith("/faq/"):
                    said = words(link).removesuffix("。")
                    assert said in headlines(get(client, address).text), address


def test_what_search_engines_read(client: TestClient) -> None:
    """Each page has a title, a description and one address for all its cases; all may be listed."""
    page = get(client, f"/faq/{AGE_TOPIC}", as_of="2026-08-01", scheme="kouki").text
    assert f'<link rel="canonical" href="/faq/{AGE_TOPIC}">' in page
    assert "資格確認書は申請しないと届きませんか｜保険証あんない" in page
    assert re.search(r'<meta name="description"\s+content="[^"]{10,}（資格確認書）">', page)
    assert "noindex" not in page


def test_the_list_has_every_topic_in_a_group(client: TestClient, assistant: Assistant) -> None:
    """Each once, under its group; the jump list leads to each group; the API names the pages."""
    html = get(client, "/faq").text
    root = parsed(html)
    addresses = [address for address, _ in links(html, "entry")]
    assert sorted(addresses) == sorted(f"/faq/{topic}" for topic in assistant.knowledge.topics)
    groups = {topic.group for topic in assistant.knowledge.topics.values()}
    jumps = [(e.get("href") or "", words(e)) for e in with_class(html, "jump__link")]
    assert {name for _, name in jumps} == groups
    assert {address[1:] for address, _ in jumps} <= {e.get("id") for e in root.iter()}
    listed = client.get("/api/v1/topics").json()["topics"]
    assert {topic["url"] for topic in listed} == set(addresses)


def test_the_list_carries_the_day_along(client: TestClient) -> None:
    """``as_of`` stands in every link and in the search; a bad one is refused."""
    html = get(client, "/faq", as_of="2026-08-01").text
    assert "banner--info" in html
    assert all("as_of=2026-08-01" in address for address, _ in links(html, "entry"))
    assert values(html, "as_of") == ["2026-08-01"]
    assert get(client, "/faq", as_of="x").status_code == 422


def test_an_answer_in_the_chat_leads_to_its_page(client: TestClient) -> None:
    """The page gives the same answer; the address holds codes, never what was written."""
    for question in (
        "78歳の母です。期限切れの保険証で受診できますか",
        "国保です。資格確認書は何色ですか",
    ):
        chat = post(client, q=question).text
        ((link,),) = [list(e) for e in with_class(chat, "card__page")]
        address = link.get("href") or ""
        assert f"as_of={TODAY.isoformat()}" in address
        assert "78" not in urlsplit(address).query
        assert headlines(get(client, address).text) == headlines(chat)


def test_a_page_leads_to_the_chat_for_its_case(client: TestClient) -> None:
    """「チャットで聞く」 opens the same answer in the chat."""
    page = get(client, f"/faq/{SCHEME_TOPIC}", scheme="kouki", as_of="2026-08-01").text
    (onward,) = with_class(page, "onward")
    address = next(link.get("href") for link in onward.iter("a"))
    chat = get(client, str(address)).text
    assert "turn--answer" in chat
    assert headlines(chat) == headlines(page)


def test_feedback_leads_back_to_the_page(client: TestClient) -> None:
    """Without JavaScript the thanks page names the page that was judged; forged cases are none."""
    page = get(client, f"/faq/{SCHEME_TOPIC}", scheme="kouki", as_of="2026-08-01").text
    names = ("topic", "ruling", "as_of", "knowledge", "conversation", "case")
    fields = {name: values(page, name)[0] for name in names}

    def judge(case: str) -> Any:
        content = urlencode({**fields, "case": case, "verdict": "helpful"})
        return client.post("/feedback", content=content, headers={**FORM, **BROWSER})

    thanks = judge(fields["case"])
    assert thanks.status_code == 200
    assert f'href="/faq/{SCHEME_TOPIC}?as_of=2026-08-01&amp;scheme=kouki"' in thanks.text
    for forged in ("as_of=x", "&".join("a=1" for _ in range(99))):
        assert judge(forged).status_code == 422
    assert "<b>" not in judge('scheme="><b>').text


def test_head_is_answered(client: TestClient) -> None:
    """Link checkers ask with HEAD."""
    for path in ("/faq", "/faq?q=a", f"/faq/{SCHEME_TOPIC}"):
        assert client.head(path).status_code == 200
