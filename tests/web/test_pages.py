"""The pages: whole without JavaScript, in pieces for htmx, masked, and well-formed."""

import re
from typing import Any
from urllib.parse import urlencode

import html5lib
import pytest
from starlette.testclient import TestClient

from tests.web.conftest import EXPIRED, FORM, NewClient

HX = {"HX-Request": "true"}
BROWSER = {"accept": "text/html,application/xhtml+xml"}
TEMPLATE_CODE = re.compile(r"\{\{|\{%|\bNone\b|Undefined")
QUESTIONS = {
    "answer": "78歳の母です。期限切れの保険証で受診できますか",
    "clarify": EXPIRED,
    "choose": "資格確認書",
    "decline": "明日の天気は",
    "urgent": "父が倒れて意識がありません",
}


def post(client: TestClient, *, hx: bool = False, facts: Any = None, **fields: str) -> Any:
    """Send the form of the chat page as a browser does."""
    headers = {**FORM, **BROWSER, **(HX if hx else {})}
    return client.post("/", content=urlencode({**fields, **(facts or {})}), headers=headers)


def parsed(html: str, *, fragment: bool = False) -> Any:
    """Parse strictly; a tag left open or nested wrongly fails."""
    parser = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False)
    return parser.parseFragment(html) if fragment else parser.parse(html)


def values(html: str, name: str) -> list[str]:
    """Return the values of the fields of that name."""
    root = html5lib.parse(html, namespaceHTMLElements=False)
    return [field.get("value") or "" for field in root.iter() if field.get("name") == name]


@pytest.mark.parametrize("kind", QUESTIONS)
@pytest.mark.parametrize("hx", [False, True], ids=["page", "fragment"])
def test_each_outcome_is_shown(client: TestClient, kind: str, hx: bool) -> None:
    """Each outcome has its turn, well-formed, with its heading and the asker's words."""
    response = post(client, q=QUESTIONS[kind], hx=hx)
    assert response.status_code == 200
    html = response.text
    parsed(html, fragment=hx)
    assert f"turn--{kind}" in html
    assert 'id="t1-title"' in html
    assert not TEMPLATE_CODE.search(html)
    assert ("<!DOCTYPE html>" in html) is not hx
    assert ('hx-swap-oob="true"' in html) is hx


def test_the_first_view_offers_topics_and_a_field(client: TestClient) -> None:
    """Six topics ask by a plain form; the field has a label."""
    page = client.get("/", headers=BROWSER)
    parsed(page.text)
    assert len(values(page.text, "choice")) == 6
    assert '<label class="composer__label" for="q">' in page.text
    assert "http-equiv" not in page.text


def test_every_starter_is_a_topic_and_answers(client: TestClient) -> None:
    """Each of the six buttons leads to an answer or to one question back."""
    for topic in values(client.get("/").text, "choice"):
        shown = post(client, choice=topic)
        assert shown.status_code == 200
        assert "turn--answer" in shown.text or "turn--clarify" in shown.text


def test_a_dialogue_without_javascript(client: TestClient) -> None:
    """Question, question back, choice: the token travels in a hidden field."""
    first = post(client, q=EXPIRED)
    token = values(first.text, "conversation")[0]
    about = values(first.text, "about")[0]
    second = post(client, conversation=token, about=about, choice="kouki")
    assert "turn--answer" in second.text
    assert "後期高齢者医療" in second.text


def test_turns_are_counted_so_that_names_stay_unique(client: TestClient) -> None:
    """The second turn on a page is t2, and the field for the next one says 3."""
    first = post(client, q=EXPIRED, turn="1", hx=True).text
    assert values(first, "turn") == ["2"]
    second = post(client, q=EXPIRED, turn="2", hx=True).text
    assert 'id="t2"' in second
    assert values(second, "turn") == ["3"]
    for odd in ("", "-1", "x", "９", "99999999"):
        assert 'id="t1"' in post(client, q=EXPIRED, turn=odd, hx=True).text


def test_names_are_unique_on_a_page(client: TestClient) -> None:
    """No two elements of a page have the same id."""
    for question in QUESTIONS.values():
        root = html5lib.parse(post(client, q=question).text, namespaceHTMLElements=False)
        names = [element.get("id") for element in root.iter() if element.get("id")]
        assert len(names) == len(set(names))


def test_every_reference_on_a_page_leads_somewhere(client: TestClient) -> None:
    """What a label, a heading or a link inside the page points to is there."""
    root = html5lib.parse(post(client, q=QUESTIONS["answer"]).text, namespaceHTMLElements=False)
    names = {element.get("id") for element in root.iter()}
    for element in root.iter():
        for attribute in ("aria-labelledby", "aria-describedby", "for"):
            assert set((element.get(attribute) or "").split()) <= names
        for attribute in ("href", "hx-target"):
            address = element.get(attribute) or ""
            assert not address.startswith("#") or address[1:] in names


def test_changed_conditions_are_answered_again(client: TestClient) -> None:
    """「ちがう方はこちら」 sends facts; the last topic is answered for them."""
    first = post(client, q=QUESTIONS["answer"])
    token = values(first.text, "conversation")[0]
    assert "fact.scheme" in first.text
    second = post(client, conversation=token, facts={"fact.scheme": "kokuho"})
    assert "turn--answer" in second.text
    assert "国民健康保険" in second.text
    refused = post(client, conversation=token, facts={"fact.none": "kokuho"})
    assert refused.status_code == 422


def test_another_day_has_a_banner_and_is_carried_along(client: TestClient) -> None:
    """``?as_of=`` shows the day, and every form sends it again."""
    page = client.get("/?as_of=2026-09-01", headers=BROWSER).text
    assert "banner--info" in page
    assert "2026年9月1日（令和8年9月1日）" in page
    assert set(values(page, "as_of")) == {"2026-09-01"}
    answer = post(client, q=QUESTIONS["answer"], as_of="2026-09-01").text
    days = set(values(answer, "as_of"))
    assert days == {"2026-09-01"}
    assert "banner--info" not in client.get("/").text


@pytest.mark.parametrize("day", ["x", "2025-13-01", "0001-01-01", "２０２５-09-01", "2025-09-01'"])
def test_a_bad_day_is_told(client: TestClient, day: str) -> None:
    """A day that is none is a 422 page, for a form as for an address."""
    assert client.get("/", params={"as_of": day}, headers=BROWSER).status_code == 422
    assert post(client, q=EXPIRED, as_of=day).status_code == 422


def test_a_topic_has_an_address(client: TestClient) -> None:
    """``?topic=`` opens its answer; an unknown one is not found."""
    assert "turn--" in client.get("/?topic=register-how", headers=BROWSER).text
    assert client.get("/?topic=nothing", headers=BROWSER).status_code == 404


BAD_QUESTIONS = {"empty": "", "blank": "　 ", "long": "あ" * 501, "signs": "\x00\x07"}


@pytest.mark.parametrize("question", BAD_QUESTIONS.values(), ids=BAD_QUESTIONS.keys())
def test_a_bad_question_is_told_in_place(client: TestClient, question: str) -> None:
    """Under the field: for htmx by retargeting, else on the page with the typed text kept."""
    part = post(client, q=question, hx=True)
    assert part.status_code == 422
    assert part.headers["hx-retarget"] == "#q-error"
    assert "<" not in part.text
    page = post(client, q=question)
    assert page.status_code == 422
    parsed(page.text)
    assert 'aria-invalid="true"' in page.text
    if question == BAD_QUESTIONS["long"]:
        assert values(page.text, "q") == [question]


def test_other_errors_go_to_the_notice(client: TestClient) -> None:
    """A stale token is told beside the form; the log is left alone."""
    part = post(client, q=EXPIRED, conversation="e30", hx=True)
    assert part.status_code == 422
    assert part.headers["hx-retarget"] == "#notice"
    assert part.headers["hx-reswap"] == "innerHTML"


def test_a_fast_client_is_told_to_wait(new_client: NewClient) -> None:
    """429 for htmx goes to the notice, for a browser to a page; both say Retry-After."""
    client = new_client(rate_limit="1/minute")
    assert post(client, q=EXPIRED).status_code == 200
    part, page = post(client, q=EXPIRED, hx=True), post(client, q=EXPIRED)
    assert part.status_code == page.status_code == 429
    assert part.headers["retry-after"]
    assert part.headers["hx-retarget"] == "#notice"
    parsed(page.text)


NUMBERS = {
    "123456789018": "1234 5678 9018",
    "wide": "１２３４－５６７８－９０１８",
    "phone": "090-1234-5678",
}


@pytest.mark.parametrize("number", NUMBERS.values(), ids=NUMBERS.keys())
def test_personal_numbers_are_masked_and_the_asker_told(client: TestClient, number: str) -> None:
    """Shown back without the number, in the bubble as in the kept text of an error."""
    for hx in (False, True):
        html = post(client, q=f"{EXPIRED} 番号は{number}です", hx=hx).text
        assert number not in html
        assert 'class="masked"' in html
    long = post(client, q=f"番号は{number}です" + "あ" * 500)
    assert long.status_code == 422
    assert number not in long.text


def test_public_numbers_stay(client: TestClient) -> None:
    """The telephone of the notices is nobody's secret."""
    html = post(client, q="0120-95-0178につながらない", hx=True).text
    assert "0120-95-0178につながらない" in re.sub("<[^>]+>", "", html)


def test_markup_in_a_question_is_text(client: TestClient) -> None:
    """Nothing that is typed becomes an element or an attribute."""
    typed = "<b>\"'</b><script>alert(1)</script> 保険証"
    for hx in (False, True):
        html = post(client, q=typed, hx=hx).text
        parsed(html, fragment=hx)
        assert "<script>alert" not in html
        assert "<b>&#34;" not in html
    page = post(client, q='">' + "あ" * 501).text
    parsed(page)
    assert values(page, "q") == ['">' + "あ" * 501]


def test_forms_that_are_none_are_refused(client: TestClient) -> None:
    """Another type is 415; bytes that are no text and too many fields are 422."""
    assert client.post("/", content=b"{}", headers=BROWSER).status_code == 415
    assert client.post("/", content=b"q=%ff%fe", headers=FORM | BROWSER).status_code == 422
    many = "&".join(f"a{n}=1" for n in range(100))
    assert client.post("/", content=many, headers=FORM | BROWSER).status_code == 422


def test_the_list_of_notices(client: TestClient) -> None:
    """All notices, each with its link; those known by reference are marked."""
    page = client.get("/notices", headers=BROWSER)
    parsed(page.text)
    assert 'href="/notices/mhlw-2025-08-04"' in page.text


def test_every_notice_page_is_well_formed(client: TestClient) -> None:
    """Each passage has its name; reference notices say that they are a summary."""
    for notice in client.get("/api/v1/notices").json()["notices"]:
        page = client.get(notice["url"], headers=BROWSER)
        parsed(page.text)
        assert 'id="p1"' in page.text
        assert ("summary-only" in page.text) is (notice["kind"] == "reference")
        assert not TEMPLATE_CODE.search(page.text)


def test_a_missing_page_is_friendly_to_people(client: TestClient) -> None:
    """A browser gets a page with a way on, a program a problem."""
    page = client.get("/notices/nothing", headers=BROWSER)
    assert page.status_code == 404
    parsed(page.text)
    assert 'href="/"' in page.text
    assert client.get("/notices/nothing").headers["content-type"] == "application/problem+json"


def test_head_is_answered(client: TestClient) -> None:
    """Link checkers ask with HEAD."""
    for path in ("/", "/notices", "/notices/mhlw-2025-08-04"):
        assert client.head(path).status_code == 200
