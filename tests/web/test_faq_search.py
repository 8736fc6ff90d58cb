"""The search in the list of answers: the engine's own ranking, honest and masked."""

import pytest
from starlette.testclient import TestClient

from assistant.engine import Assistant
from tests.web.conftest import NewClient
from tests.web.test_faq import get, links, with_class, words
from tests.web.test_pages import BROWSER, parsed, values

SEARCHES = {
    "暗証番号": "pin-forgotten",
    "きげんぎれの保険証": "expired-card-visit",
    "資格確認書とは": "certificate-what",
    "スマホ": "smartphone-myna",
    "限度額適用認定証": "limit-certificate",
}


@pytest.mark.parametrize(("typed", "first"), SEARCHES.items())
def test_the_nearest_topic_stands_first(client: TestClient, typed: str, first: str) -> None:
    """Several topics, best first, each a link; the words stay in the field."""
    html = get(client, "/faq", q=typed).text
    parsed(html)
    found = [address for address, _ in links(html, "entry")]
    assert f"/faq/{first}" in found[:3]
    assert len(found) == len(set(found)) <= 10
    assert values(html, "q") == [typed]
    assert "noindex" in html


def test_every_title_finds_its_topic(client: TestClient, assistant: Assistant) -> None:
    """Who types a title finds it among the first three."""
    for topic in assistant.knowledge.topics.values():
        found = links(get(client, "/faq", q=topic.title).text, "entry")
        assert f"/faq/{topic.id}" in [address for address, _ in found[:3]], topic.title


def test_nothing_found_is_said_with_who_can_help(client: TestClient) -> None:
    """No weak guesses: plain words, a telephone, the chat, and the groups."""
    html = get(client, "/faq", q="ねこのひげ").text
    parsed(html)
    assert not links(html, "entry")
    (found,) = with_class(html, "found")
    assert "見つかりません" in words(found)
    assert any((a.get("href") or "").startswith("tel:") for a in found.iter("a"))
    assert all(address.startswith("/faq#") for address, _ in links(html, "jump__link"))


def test_another_desk_is_named(client: TestClient) -> None:
    """What belongs elsewhere is told, with what comes near."""
    html = get(client, "/faq", q="年金の受け取り").text
    assert "年金事務所" in html


def test_an_emergency_comes_first(client: TestClient) -> None:
    """119 before any list."""
    html = get(client, "/faq", q="父が倒れて意識がありません").text
    parsed(html)
    assert 'href="tel:119"' in html
    assert html.index("tel:119") < html.index("jump__list")
    assert not links(html, "entry")


@pytest.mark.parametrize("q", ["", " ", "　"])
def test_an_empty_search_is_the_list(client: TestClient, q: str) -> None:
    """Nothing typed, nothing missing."""
    page = get(client, "/faq", q=q)
    assert page.status_code == 200
    assert len(links(page.text, "entry")) > 50


def test_a_search_too_long_is_told_in_place(client: TestClient) -> None:
    """500 characters are read, 501 come back in the field with how to mend them."""
    assert get(client, "/faq", q="あ" * 500).status_code == 200
    page = get(client, "/faq", q="あ" * 501)
    assert page.status_code == 422
    parsed(page.text)
    assert 'aria-invalid="true"' in page.text
    assert values(page.text, "q") == ["あ" * 501]
    assert "500" in words(next(with_class(page.text, "composer__error")))
    assert len(links(page.text, "entry")) > 50
    assert get(client, "/faq", q="\x00\x07").status_code == 422


@pytest.mark.parametrize(
    "number", ["1234 5678 9018", "１２３４－５６７８－９０１８", "090-1234-5678"]
)
def test_personal_numbers_are_masked(client: TestClient, number: str) -> None:
    """Neither shown, nor in the field, the title or a link; the asker is told."""
    for q in (f"暗証番号 {number}", f"番号は{number}です" + "あ" * 500):
        page = get(client, "/faq", q=q)
        assert number not in page.text
        assert "9018" not in page.text
    told = get(client, "/faq", q=f"暗証番号 {number}").text
    assert 'class="masked"' in told
    assert "annai_masked_total" in client.get("/metrics").text


def test_markup_is_text(client: TestClient) -> None:
    """What is typed becomes no element."""
    for q in ('"><script>alert(1)</script> 保険証', "<b>" * 200):
        page = get(client, "/faq", q=q)
        parsed(page.text)
        assert "<script>alert" not in page.text
        assert "<b>" not in page.text


def test_the_day_goes_along(client: TestClient) -> None:
    """A search on another day lists pages of that day."""
    html = get(client, "/faq", q="暗証番号", as_of="2026-08-01").text
    assert all(a.endswith("?as_of=2026-08-01") for a, _ in links(html, "entry"))
    assert "banner--info" in html


def test_searching_counts_as_asking(new_client: NewClient) -> None:
    """The limit on questions holds; the list and the pages stay open."""
    client = new_client(rate_limit="1/minute")
    assert get(client, "/faq", q="暗証番号").status_code == 200
    assert get(client, "/faq", q="暗証番号").status_code == 429
    assert get(client, "/faq").status_code == 200
    assert client.get("/faq/pin-forgotten", headers=BROWSER).status_code == 200
