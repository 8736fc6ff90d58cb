"""The notices: what overtakes and carries on what, whole or in summary, and what rests on them."""

import pytest
from starlette.testclient import TestClient

from assistant.engine import Assistant
from tests.web.test_faq import get, links, with_class, words
from tests.web.test_pages import TEMPLATE_CODE, parsed


def test_the_list_shows_every_notice(client: TestClient, assistant: Assistant) -> None:
    """Each once, the newest first, marked 全文 or 要旨."""
    html = get(client, "/notices").text
    parsed(html)
    addresses = [address for address, _ in links(html, "notices__link")]
    notices = assistant.knowledge.notices
    assert sorted(addresses) == sorted(f"/notices/{name}" for name in notices)
    issued = [notices[address.rpartition("/")[2]].issued for address in addresses]
    assert issued == sorted(issued, reverse=True)
    items = {
        words(next(e.iter("a"))): e for e in with_class(html, "line__item") if list(e.iter("a"))
    }
    for notice in notices.values():
        item = words(items["".join(notice.title.split())])
        assert ("全文" in item) or ("要旨" in item)
    full = [n for n in notices.values() if n.kind == "full"]
    assert len(list(with_class(html, "tag--full"))) == len(full) + 1


@pytest.mark.parametrize("page", ["list", "one"])
def test_both_ends_of_a_tie_show_it(client: TestClient, assistant: Assistant, page: str) -> None:
    """What supersedes or extends stands at the later and at the earlier notice, with its day."""
    found = 0
    for notice in assistant.knowledge.notices.values():
        steps = [("overtakes", "overtaken", s) for s in notice.supersedes]
        steps += [("carries_on", "carried_on", s) for s in notice.extends]
        for does, suffers, step in steps:
            for here, other, kind in (
                (notice.id, step.notice, does),
                (step.notice, notice.id, suffers),
            ):
                html = get(client, "/notices" if page == "list" else f"/notices/{here}").text
                bonds = [
                    bond
                    for bond in with_class(html, f"bond--{kind}")
                    if any(a.get("href") == f"/notices/{other}" for a in bond.iter("a"))
                ]
                assert bonds, (here, other)
                day = step.starts
                said = f"{day.year}年{day.month}月{day.day}日"
                assert any(said in words(bond) for bond in bonds)
                found += 1
    assert found >= 10


def test_each_notice_names_the_topics_that_rest_on_it(
    client: TestClient, assistant: Assistant
) -> None:
    """All of them and no other, with the passages they cite; the links are alive."""
    uses: dict[str, set[str]] = {name: set() for name in assistant.knowledge.notices}
    for topic in assistant.knowledge.topics.values():
        for ruling in topic.rulings:
            for statement in ruling.statements:
                if statement.citation:
                    uses[statement.citation.notice].add(f"/faq/{topic.id}")
    for name, topics in uses.items():
        html = get(client, f"/notices/{name}").text
        parsed(html)
        assert not TEMPLATE_CODE.search(html)
        listed = list(with_class(html, "resting__list"))
        addresses = {a.get("href") or "" for e in listed for a in e.iter("a")}
        assert {a for a in addresses if a.startswith("/faq/")} == topics, name
        marks = {a[1:] for a in addresses if a.startswith("#")}
        notice = assistant.knowledge.notices[name]
        assert marks <= {passage.id for passage in notice.passages}
    for address in sorted(set().union(*uses.values()))[:10]:
        assert get(client, address).status_code == 200
