"""Whether everybody can use a page: what axe finds, and what axe was seen to miss."""

from dataclasses import dataclass
from functools import cache
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

WCAG_22_AA = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
SMALLEST_TARGET = 44
MOST_STOPS = 300


@dataclass(frozen=True, slots=True)
class Screen:
    """What somebody looks at, in CSS pixels."""

    width: int
    height: int


PHONE = Screen(390, 844)
SMALLEST_PHONE = Screen(320, 640)
DESKTOP = Screen(1280, 900)
A4 = Screen(688, 1017)  # what its margins leave, at 96 points an inch


def as_desktop(page: Page) -> None:
    resize(page, DESKTOP)


def resize(page: Page, screen: Screen) -> None:
    page.set_viewport_size({"width": screen.width, "height": screen.height})


def assert_accessible(page: Page) -> None:
    """axe finds nothing, nothing scrolls sideways, all can be hit and reached, focus is seen.

    On the screen the page is on and on both telephones; the page is left as large as it was.
    """
    before = page.viewport_size or {"width": PHONE.width, "height": PHONE.height}
    for screen in (Screen(before["width"], before["height"]), PHONE, SMALLEST_PHONE):
        resize(page, screen)
        assert faults_of_axe(page) == [], screen
        assert beyond_the_edge(page) == [], screen
        assert too_small(page) == [], screen
    page.set_viewport_size(before)
    assert unseen_focus(page) == []


def faults_of_axe(page: Page) -> list[str]:
    """Each violation with where it is."""
    options = {"resultTypes": ["violations"], "runOnly": {"type": "tag", "values": WCAG_22_AA}}
    found: list[dict[str, Any]] = _axe().run(page, options=options).response["violations"]
    return [
        f"{fault['id']}: {fault['help']}: {node['html'][:200]}"
        for fault in found
        for node in fault["nodes"]
    ]


def beyond_the_edge(page: Page) -> list[str]:
    """What makes the page scroll sideways: the widest culprits; empty when it does not."""
    found: list[str] = page.evaluate(_BEYOND_THE_EDGE)
    return found


def too_small(page: Page) -> list[str]:
    """Links, buttons and fields smaller than 44 by 44; a link within a sentence may be."""
    found: list[str] = page.evaluate(_TOO_SMALL, SMALLEST_TARGET)
    return found


def unseen_focus(page: Page) -> list[str]:
    """Where the keyboard stops without anybody seeing it, walking through the whole page."""
    page.evaluate("window.walked = new WeakSet(); document.activeElement.blur()")
    unseen: list[str] = []
    for _ in range(MOST_STOPS):
        page.keyboard.press("Tab")
        stop = page.evaluate(_FOCUS)
        if stop is None or stop["seen_before"]:
            return unseen
        if not stop["visible"]:
            unseen.append(stop["html"])
    raise AssertionError(f"more than {MOST_STOPS} stops for the keyboard")


@cache
def _axe() -> Axe:
    return Axe()


_BEYOND_THE_EDGE = """() => {
  if (document.documentElement.scrollWidth <= window.innerWidth) return [];
  const out = [...document.body.querySelectorAll('*')].filter(e => {
    const box = e.getBoundingClientRect();
    return box.right > window.innerWidth + 0.5 || box.left < -0.5;
  });
  return [`scrollWidth ${document.documentElement.scrollWidth}`,
          ...out.slice(0, 5).map(e => e.outerHTML.slice(0, 200))];
}"""

# A box or a round knob is hit through its label; a line of text may hold links of its own height.
_TOO_SMALL = """(least) => {
  const shown = e => e.checkVisibility({visibilityProperty: true, opacityProperty: true});
  const in_a_sentence = e => e.tagName === 'A' && getComputedStyle(e).display === 'inline'
    && e.parentElement.textContent.trim() !== e.textContent.trim();
  const boxes = e => [e, ...(e.labels || [])].map(b => b.getBoundingClientRect());
  const selector = 'a[href], button, input:not([type=hidden]), select, textarea, summary';
  return [...document.querySelectorAll(selector)]
    .filter(e => shown(e) && !in_a_sentence(e))
    .filter(e => {
      const all = boxes(e);
      const off_screen = all.every(b => b.right <= 0 || b.bottom <= 0);
      const large = all.some(b => b.width >= least - 0.5 && b.height >= least - 0.5);
      return !off_screen && !large;
    })
    .map(e => `${Math.round(e.getBoundingClientRect().width)} by `
      + `${Math.round(e.getBoundingClientRect().height)}: ${e.outerHTML.slice(0, 200)}`);
}"""

_FOCUS = """() => {
  const e = document.activeElement;
  if (!e || e === document.body) return null;
  const seen_before = window.walked.has(e);
  window.walked.add(e);
  const style = getComputedStyle(e);
  // "auto" is the browser's own ring, which is seen whatever width it reports.
  const outlined = style.outlineStyle === 'auto'
    || (style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2);
  return {seen_before, visible: outlined || style.boxShadow !== 'none',
          html: e.outerHTML.slice(0, 200)};
}"""
