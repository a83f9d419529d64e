"""How a person works a page in a real browser: with a mouse or finger, or by the keyboard alone.

Controls are named as forms name them, so that one journey serves both languages, every width, and
pages whose scripts never arrived.
"""

import re
from datetime import datetime, timedelta

from django.utils import timezone
from playwright.sync_api import expect

MAIN = "main form button.btn-main"
MOST_TABS = 250
AT_REST = 400  # milliseconds after the last change until the slowest look begins, or draft is kept


def clock(*, minutes=0):
    """So many minutes from now, as a box for a day and an hour holds it."""
    return f"{timezone.localtime() + timedelta(minutes=minutes):%Y-%m-%dT%H:%M}"


def settled(page):
    """Let the looks beside the form come to their end: what comes back later may be under a hand.

    The wait is the page's own, whose clocks run down in order however busy the machine is.
    """
    page.evaluate("rest => new Promise(done => setTimeout(done, rest))", AT_REST + 1)
    page.wait_for_selector(".htmx-request", state="detached")


def hold(page, address):
    """The requests to such an address, as they come: each waits until it is let through."""
    held = []

    def keep(route):
        held.append(route)

    page.route(address, keep)
    return held


class Hands:
    """With a mouse or a finger. `scripts` says whether the pages' scripts run."""

    def __init__(self, page, site, *, scripts=True):
        self.page, self.site, self.scripts = page, site, scripts

    def open(self, address):
        self.page.goto(address if address.startswith("http") else self.site + address)

    def see(self, words):
        expect(self.page.locator("main")).to_contain_text(words)

    def named(self, name, value=None):
        of_value = f'[value="{value}"]' if value is not None else ""
        return self.page.locator(f"main [name={name}]{of_value}:not([type=hidden])").first

    def press(self, selector):
        self.page.locator(selector).first.click()

    def follow(self, selector):
        """Press what leads to another page, and be there when its scripts are."""
        with self.page.expect_navigation():
            self.press(selector)

    def fill(self, name, text):
        self.named(name).fill(text)

    def choose(self, name, value):
        """In a list, or one of several buttons."""
        control = self.named(name)
        if control.evaluate("it => it.tagName") == "SELECT":
            control.select_option(value)
        else:
            self.named(name, value).check()

    def tick(self, name):
        self.named(name).check()

    def upload(self, name, file):
        self.page.set_input_files(f"main [name={name}]", file)

    def place(self, text, pcode):
        """Typed, and picked from what is offered; without scripts it is offered after sending."""
        self.fill("place_text", text)
        if self.scripts:
            self.page.get_by_role("option").filter(has_text=pcode).click()

    def send(self, onward, button=MAIN):
        """Press the main button, answer what is asked then, and arrive."""
        self.settle()
        if self.scripts:
            self.press(button)
        else:
            self.follow(button)
            candidate = self.page.locator("[data-place-candidates] input").first
            if candidate.count():
                candidate.check()
                self.follow(button)
        self.page.wait_for_url(onward)

    def settle(self):
        if self.scripts:
            settled(self.page)

    def sent_to(self, pattern):
        """The address at which a form arrived that made something new."""
        self.send(re.compile(pattern))
        return self.page.url


class Keys(Hands):
    """By the keyboard alone: a control that Tab does not reach fails the journey."""

    def press(self, selector):
        self.reach(self.page.locator(selector).first)
        self.key("Enter")

    def fill(self, name, text):
        control = self.named(name)
        self.reach(control)
        kind = control.get_attribute("type")
        if kind in ("date", "datetime-local"):
            self.type_time(text, kind)
        else:
            self.key("Control+a")
            self.page.keyboard.type(text)

    def type_time(self, text, kind):
        """As the parts of an American box ask for it: month, day, year, hour, minute, half."""
        moment = datetime.fromisoformat(text)
        self.page.keyboard.type(moment.strftime("%m%d%Y"))
        if kind == "datetime-local":
            self.key("ArrowRight")
            self.page.keyboard.type(moment.strftime("%I%M%p"))

    def choose(self, name, value):
        control = self.named(name)
        if control.evaluate("it => it.tagName") == "SELECT":
            self.reach(control)
            self.key("Home")
            self.walk(lambda: control.input_value() == value)
        else:
            wanted = self.named(name, value)
            self.reach(control, among=f"input[name={name}]")
            self.key("Space")
            self.walk(wanted.is_checked)

    def walk(self, arrived):
        for _ in range(60):
            if arrived():
                return
            self.key("ArrowDown")
        raise AssertionError(f"the arrows do not lead there on {self.page.url}")

    def tick(self, name):
        self.reach(self.named(name))
        self.key("Space")

    def upload(self, name, file):
        with self.page.expect_file_chooser() as chooser:  # or it is quicker than its watcher
            self.reach(self.page.locator(f"main [name={name}]"))
            self.key("Space")
        chooser.value.set_files(file)

    def place(self, text, pcode):
        self.fill("place_text", text)
        option = self.page.get_by_role("option").filter(has_text=pcode)
        option.wait_for()
        self.settle()
        self.walk(lambda: option.get_attribute("aria-selected") == "true")
        self.key("Enter")

    def key(self, name):
        self.page.keyboard.press(name)

    def reach(self, control, among=None):
        """Tab until the control has the focus; `among` takes any of a group of buttons."""
        control.wait_for()
        at_it = f"document.activeElement.matches('{among}')" if among else None
        for _ in range(MOST_TABS):
            if self.page.evaluate(at_it) if at_it else control.evaluate(FOCUSED):
                return
            self.key("Tab")
        raise AssertionError(f"Tab does not reach {control} on {self.page.url}")


FOCUSED = "it => it === document.activeElement"
