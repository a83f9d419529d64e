"""Looking at one page as everybody meets it: axe in both appearances, direction, width, hosts."""

from urllib.parse import urlsplit

from axe_playwright_python.sync_playwright import Axe

AXE = Axe()
# Another appearance changes colours and nothing else.
COLOURS = {"runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}}
# A script that is loaded twice answers each key twice; a box without its script answers none.
SCRIPTS = "[...document.scripts].map(script => script.src)"
PLACE_BOXES = "document.querySelectorAll('[data-place-input]').length"
OTHER = {"light": "dark", "dark": "light"}


def faults(page, *, language, theme):
    """What is wrong with the page before us, as short sentences."""
    direction = page.locator("html").get_attribute("dir")
    if direction != ("rtl" if language == "ar" else "ltr"):
        yield f"runs {direction}"
    beyond = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    if beyond > 0:
        yield f"scrolls sideways by {beyond} px"
    scripts = page.evaluate(SCRIPTS)
    yield from (f"loads {src} twice" for src in set(scripts) if scripts.count(src) > 1)
    if page.evaluate(PLACE_BOXES) and not any("js/places" in src for src in scripts):
        yield "asks for a place without its script"
    yield from violations(page, theme, {})
    wear(page, OTHER[theme])
    yield from violations(page, OTHER[theme], COLOURS)


def wear(page, theme):
    """Change the appearance of the page that stands, as a cookie would have."""
    page.evaluate(f"document.documentElement.dataset.bsTheme = '{theme}'")


def violations(page, theme, options):
    for violation in AXE.run(page, options=options).response["violations"]:
        where = [node["html"][:160] for node in violation["nodes"][:2]]
        yield f"{theme}: {violation['id']} ({violation['impact']}): {where}"


def listen_for_other_hosts(page, site, heard):
    """Note each request that would leave the server's own host."""
    own = urlsplit(site).netloc

    def check(request):
        asked = urlsplit(request.url)
        if asked.scheme in ("http", "https") and asked.netloc != own:
            heard.append(request.url)

    page.on("request", check)
