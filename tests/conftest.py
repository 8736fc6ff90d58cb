"""How all tests are run.

The house rules come first, the browser last, all others shuffled between. Hypothesis sets no time
limits, which a busy machine would break; where ``CI`` is set, it draws the same examples each time.
"""

from collections.abc import Generator
from pathlib import Path

import pytest
from hypothesis import settings

settings.register_profile("house", deadline=None)
settings.load_profile("house")

HOUSE_RULES = Path(__file__).resolve().with_name("test_house.py")


@pytest.hookimpl(wrapper=True, tryfirst=True)  # around pytest-randomly, which shuffles
def pytest_collection_modifyitems(items: list[pytest.Item]) -> Generator[None]:
    """Put the house rules first, in their order, and the browser last, in one piece.

    The house rules fail within seconds. While Playwright lives, its thread has a running event
    loop, which other tests may not expect.
    """
    first = [item for item in items if item.path == HOUSE_RULES]
    yield
    rest = [item for item in items if item.path != HOUSE_RULES]
    items[:] = first + sorted(rest, key=needs_browser)


def needs_browser(item: pytest.Item) -> bool:
    """Tell whether a test carries the mark ``browser``."""
    return item.get_closest_marker("browser") is not None
