"""The pages of answers and notices in a real browser: accessible, by keyboard, without scripts."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenPage
from tests.browser.test_chat import TARGETS, TOO_WIDE, accessible, tab_to

SIZES = {"phone": (360, 740), "pc": (1280, 800)}
PAGES = {
    "list": "/faq",
    "found": "/faq?q=暗証番号",
    "another desk": "/faq?q=高額療養費",
    "nothing": "/faq?q=ねこのひげ",
    "masked": "/faq?q=暗証番号 1234 5678 9018",
    "urgent": "/faq?q=父が倒れて意識がありません",
    "too long": "/faq?q=" + "あ" * 501,
    "one": "/faq/expired-card-visit?scheme=kouki",
    "several": "/faq/expired-card-visit",
    "another day": "/faq/certificate-who?as_of=2026-08-01&scheme=kouki&age=75-84",
    "before": "/faq/certificate-who?as_of=2020-01-01",
    "refused": "/faq/certificate-who?scheme=nothing",
    "notices": "/notices",
    "notice": "/notices/mhlw-2025-04-03",
}
LINKS = ".way, .entry, .jump__link, .top__link, .crumbs a, .group__up a, .found__more a, .onward a"
OPEN_ALL = "all => all.forEach(one => { one.open = true; })"


def whole(page: Page) -> None:
    """Check a page with everything open."""
    page.locator("details").evaluate_all(OPEN_ALL)
    accessible(page)
    assert page.evaluate(TARGETS, LINKS) == []


@pytest.mark.parametrize("path", PAGES.values(), ids=PAGES.keys())
def test_every_page_is_accessible(open_page: OpenPage, address: str, path: str) -> None:
    """Axe finds nothing, targets are 44 px, text 16 px; nothing scrolls sideways.

    Not at 320 px (1280×1024 at 400%) either, nor with text twice as large.
    """
    page = open_page(address + path)
    whole(page)
    page.set_viewport_size({"width": 320, "height": 256})
    assert not page.evaluate(TOO_WIDE)
    page.set_viewport_size({"width": 360, "height": 740})
    page.evaluate("document.documentElement.style.setProperty('font-size', '200%')")
    assert not page.evaluate(TOO_WIDE)


@pytest.mark.parametrize("name", ["list", "another desk", "several", "notices", "notice"])
def test_with_more_room_too(open_page: OpenPage, address: str, name: str) -> None:
    """The pages that are laid out otherwise on a PC."""
    whole(open_page(address + PAGES[name], SIZES["pc"]))


def test_the_answer_stands_above_the_fold(open_page: OpenPage, address: str) -> None:
    """On a phone and on a PC: the question, for whom, the answer and until when."""
    for size in SIZES.values():
        page = open_page(address + PAGES["one"], size)
        for part in ("h1", ".cases__chips", ".card__headline", ".validity__until"):
            expect(page.locator(part).first).to_be_in_viewport(ratio=1)


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without"])
def test_from_the_list_to_a_case_and_a_day(
    open_page: OpenPage, address: str, scripts: bool
) -> None:
    """Search, topic, case, day, table, chat: plain links and one plain form."""
    page = open_page(address, java_script_enabled=scripts)
    page.locator(".top__link").first.click()
    page.locator("#q").fill("期限切れの保険証で受診できますか")
    page.locator(".search button").click()
    page.locator(".entry").first.click()
    expect(page).to_have_url(re.compile("/faq/expired-card-visit$"))
    expect(page.locator(".card")).to_have_count(3)
    page.locator(".cases summary").click()
    page.locator(".way", has_text="国民健康保険").click()
    expect(page.locator(".card")).to_have_count(1)
    expect(page.locator(".cases__chips")).to_contain_text("国民健康保険")
    before = page.locator(".card__headline").inner_text()
    page.locator(".line__day").last.click()
    expect(page.locator("main > .banner--info")).to_be_visible()
    expect(page.locator(".card__headline")).not_to_have_text(before)
    expect(page.locator(".cases__chips")).to_contain_text("国民健康保険")
    page.locator(".rulings summary").click()
    expect(page.locator(".rulings__table")).to_be_visible()
    after = page.locator(".card__headline").inner_text()
    page.locator(".onward a").first.click()
    expect(page.locator("#t1 .card__headline")).to_have_text(after)


def test_back_from_a_notice(open_page: OpenPage, address: str) -> None:
    """A quote leads to its passage; 「回答にもどる」 leads back to the answer's page."""
    page = open_page(address + PAGES["one"], SIZES["pc"])
    page.locator(".quote__link").first.click()
    expect(page.locator(".passage:target")).to_be_in_viewport()
    page.locator("[data-back]").first.click()
    expect(page).to_have_url(re.compile(r"/faq/expired-card-visit\?scheme=kouki$"))


def test_by_keyboard_alone(open_page: OpenPage, address: str) -> None:
    """Skip, type, Enter, Tab to the first result, open the cases, choose; the focus is seen."""
    page = open_page(address + "/faq")
    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_focused()
    page.keyboard.press("Enter")
    tab_to(page, "#q")
    page.keyboard.type("期限切れの保険証")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("q="))
    tab_to(page, ".entry")
    assert page.evaluate("getComputedStyle(document.activeElement).outlineWidth") == "4px"
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/faq/"))
    tab_to(page, ".cases summary")
    page.keyboard.press("Enter")
    tab_to(page, ".way:not([aria-current])")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("scheme="))
    expect(page.locator(".card")).to_have_count(1)


def test_an_error_has_the_focus(open_page: OpenPage, address: str) -> None:
    """A search too long comes back with the words, the error and the focus in the field."""
    page = open_page(address + PAGES["too long"])
    expect(page.locator("#q")).to_be_focused()
    expect(page.locator("#q")).to_have_value("あ" * 501)
    expect(page.locator("#q-error")).to_contain_text("500")


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without"])
def test_feedback_on_a_page(open_page: OpenPage, address: str, scripts: bool) -> None:
    """Thanks in place; without scripts on a page that leads back to the case."""
    page = open_page(address + PAGES["one"], java_script_enabled=scripts)
    page.locator(".feedback__yes button").click()
    expect(page.locator(".thanks")).to_be_visible()
    if not scripts:
        page.locator("main .button").click()
        expect(page).to_have_url(address + PAGES["one"])


def test_without_our_colours(open_page: OpenPage, address: str) -> None:
    """Where we are is seen by more than colour."""
    page = open_page(address + PAGES["one"], SIZES["pc"], forced_colors="active")
    whole(page)
    here = page.locator(".way[aria-current]").first
    assert here.evaluate("e => parseFloat(getComputedStyle(e).borderTopWidth)") >= 2


def test_an_answer_on_paper(open_page: OpenPage, address: str) -> None:
    """Printing shows for whom, the answer and the quotes, and leaves out what is pressed."""
    page = open_page(address + PAGES["one"])
    page.emulate_media(media="print")
    for part in (
        ".cases__rows",
        ".days",
        ".related",
        ".rulings",
        ".onward",
        ".feedback",
        ".crumbs",
    ):
        expect(page.locator(part).first).to_be_hidden()
    for part in (".cases__chips", ".card__headline", "blockquote"):
        expect(page.locator(part).first).to_be_visible()
