"""People who work with the pages as a browser without script does: open, fill in, send, follow."""

from bs4 import BeautifulSoup
from django.test import Client

from config.serving.demo import present_people

TYPED = ("text", "hidden", "date", "time", "datetime-local", "number", "url", "search", None)


class Person:
    """One person at a desk: a client that signed in through the form, and the page before them."""

    def __init__(self, name, password="aftermath-demo"):
        assert name in dict(present_people())
        self.client = Client()
        self.open("/accounts/login/").send(username=name, password=password)
        assert "sessionid" in self.client.cookies

    def open(self, address):
        return self.shown(self.client.get(address, follow=True))

    def shown(self, response):
        self.page = Page(self, response)
        return self.page

    def step(self, case, name):
        return self.open(f"{case}steps/{name}/")

    def text(self, address):
        return self.client.get(address).content.decode()

    def json(self, address):
        return self.client.get(address).json()


class Page:
    """What came back: its address, its status, its words and its forms."""

    def __init__(self, person, response):
        self.person, self.response, self.status = person, response, response.status_code
        chain = getattr(response, "redirect_chain", [])
        self.address = chain[-1][0] if chain else response.request["PATH_INFO"]
        self.soup = BeautifulSoup(response.content, "html.parser")

    @property
    def words(self):
        return " ".join(self.soup.select_one("main").get_text(" ").split())

    def follow(self, words):
        """Press the link with these words; it must be there."""
        link = next(a for a in self.soup.select("a[href]") if words in a.get_text(" "))
        return self.person.open(link["href"])

    def form_with(self, name):
        for form in self.soup.select("form"):
            if name in {each["name"] for each in self.controls(form)}:
                return form
        raise AssertionError(f"no form asks for {name!r} on {self.address}: {self.words[:400]}")

    def controls(self, form):
        """The named controls of a form, those that point to it from elsewhere included."""
        own = form.select("[name]")
        return own + (self.soup.select(f'[form="{form["id"]}"][name]') if form.get("id") else [])

    def send(self, *, press=None, **answers):
        """Fill in the form that asks for the first answer, and send it as a browser would."""
        form = self.form_with(next(iter(answers), press or "seen"))
        controls = self.controls(form)
        unknown = set(answers) - {each["name"] for each in controls}
        assert not unknown, f"{self.address} does not ask for {unknown}"
        sent = {name: value for each in controls for name, value in filled(each)}
        sent |= answers | ({press: "1"} if press else {})
        sent = {name: value for name, value in sent.items() if value is not None}
        target = form.get("action") or self.address
        return self.person.shown(self.person.client.post(target, sent, follow=True))


def filled(control):
    """(name, value) of a control that a browser would send as it stands; nothing for the rest."""
    name, kind = control["name"], control.get("type")
    if control.name == "select":
        options = control.select("option")
        chosen = [each for each in options if each.has_attr("selected")] or options[:1]
        return [(name, each.get("value", each.get_text())) for each in chosen]
    if control.name == "textarea":
        return [(name, control.get_text().removeprefix("\n"))]
    if kind in ("radio", "checkbox"):
        return [(name, control.get("value", "on"))] if control.has_attr("checked") else []
    return [(name, control.get("value", ""))] if kind in TYPED else []
