"""What every page must be, looked at in a browser: whole, inside its width, in its language, open to everybody."""

import re
from functools import cache

import polib
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from scripts.places import ROOT

CATALOGUE = ROOT / "locale" / "en" / "LC_MESSAGES" / "django.po"
HANGUL = re.compile(r"[\u1100-\u11ff\u3130-\u318f\uac00-\ud7a3]")
STICKS_OUT = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
WITHOUT_AXE = "typeof axe === 'undefined'"
RUN_AXE = """() => axe.run(document, {resultTypes: ['violations']}).then(found => found.violations.map(
  each => `${each.id} ${each.nodes[0].target}`))"""

# What we wrote ourselves, not what people typed: it speaks the reader's language throughout. What is named by data
# (choices, links in the way here) is not ours; texts of Korean sources are marked as Korean, names as not translated.
OURS = (
    "header, footer, .sidenav, .tabs, .steps, .pager, .filterbar label, button, .button, label, legend,"
    " th[scope=col], dt, .badge, .dot, .field__help, .field__error, .empty, .alert__title, .crumbs li:first-child"
)
DATA = "option, label:has(> input), .choice, .choice-card"
MARKED = "[translate=no], [lang=ko]"
# Every visible text: [text, whether it is ours]; and the words only screen readers hear.
TEXTS = """([ours, data, theirs]) => {
  const found = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const text = node.data.replace(/\\s+/g, ' ').trim();
    const around = node.parentElement;
    if (text && !around.closest(theirs) && !around.closest('script, style'))
      found.push([text, Boolean(around.closest(ours)) && !around.closest(data)]);
  }
  for (const element of document.body.querySelectorAll('[placeholder], [alt]'))
    if (!element.closest(theirs))
      for (const name of ['placeholder', 'alt'])
        if (element.getAttribute(name)) found.push([element.getAttribute(name), true]);
  return found;
}"""
# Forms of the page that could not be sent without a script: none of their buttons is seen, or would be once the part
# that folds around it is opened.
UNSENDABLE = """[...document.querySelectorAll('main form')].filter(form =>
  ![...form.elements].some(e => e.type === 'submit' &&
    (e.closest('details') || e.checkVisibility({visibilityProperty: true})))
).filter(form => !form.closest('dialog')).map(form => form.getAttribute('action') || 'form')"""


@cache
def korean_words() -> frozenset[str]:
    """Every word and sentence of ours in Korean that has no placeholder and is written otherwise in English."""
    entries = polib.pofile(str(CATALOGUE))
    return frozenset(entry.msgid for entry in entries if HANGUL.search(entry.msgid) and not HANGUL.search(entry.msgstr))


def shape(page: Page, language: str) -> list[str]:
    """Faults of a drawn page that do not need axe."""
    found = []
    if page.locator("html").get_attribute("lang") != language:
        found.append(f"is not in {language}")
    if page.locator("h1").count() != 1:
        found.append(f"{page.locator('h1').count()} main headings")
    out = page.evaluate(STICKS_OUT)
    if out > 0:
        found.append(f"sticks out by {out} px")
    return found


def barriers(page: Page, axe: Axe) -> list[str]:
    """What axe finds on the page as it is drawn now."""
    if page.evaluate(WITHOUT_AXE):
        page.evaluate(axe.axe_script)
    return page.evaluate(RUN_AXE)


def untranslated(page: Page) -> list[str]:
    """Korean on an English page that is not data: in our own furniture, or any whole word of the catalogue."""
    texts = page.evaluate(TEXTS, [OURS, DATA, MARKED])
    return sorted({f"Korean: {text[:60]}" for text, ours in texts if HANGUL.search(text) and (ours or _is_ours(text))})


def _is_ours(text: str) -> bool:
    return text in korean_words()


def unreadable(page: Page) -> list[str]:
    """What a person without scripts misses."""
    found = []
    if not page.locator("h1").is_visible():
        found.append("the main heading is not visible")
    main = page.locator("main")
    if not main.is_visible() or len(main.inner_text().strip()) <= len(page.locator("h1").inner_text().strip()):
        found.append("the main content is not visible")
    if page.locator("nav.sidenav").count() and not page.locator(".drawer-button, nav.sidenav").first.is_visible():
        found.append("the navigation cannot be reached")
    found += [f"cannot be sent: {form}" for form in page.evaluate(UNSENDABLE)]
    return found
