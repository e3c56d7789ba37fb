"""The portal and the console in a browser: a thing is created on one page and seen on the other."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest

from tests.e2e.harness.browser import barriers, chromium
from tests.e2e.harness.product import NAME, Product, fresh_key
from tests.e2e.harness.stack import ROOT, Stack

pytestmark = pytest.mark.skipif(NAME is None, reason="no service has a sample request")

PHONE = {"width": 390, "height": 844}
DESK = {"width": 1300, "height": 900}
SOON_MS = 1000
VIEWS = ("functions", "tables", "alarms", "terraform", "requests")
PAGES = ("index", "limits", "errors", "changes")


@dataclass(frozen=True)
class Pages:
    """A browser, and the addresses of both pages."""

    browser: Any
    portal: str
    console: str


@pytest.fixture(scope="module")
def pages(stack: Stack) -> Iterator[Pages]:
    with chromium() as browser:
        stack.make("portal")
        outputs = stack.outputs
        portal = str(outputs["api_url"]).removesuffix("/v1") + "/docs/"
        yield Pages(browser, portal, f"{outputs['aws_endpoint']}/_local/console/")


def sign_in(page: Any, stack: Stack, consumer: str) -> None:
    """Fill the portal's form with a consumer's credentials."""
    client = stack.outputs["consumers"][consumer]
    page.fill("[name=client]", client["client_id"])
    page.fill("[name=secret]", client["client_secret"])
    page.click("#credentials button")
    page.wait_for_selector("#token.fine")


def fill(block: Any, product: Product) -> None:
    """Fill the form of the route that creates a thing."""
    block.locator("textarea").fill(json.dumps(product.body()))
    key = block.locator("tr", has_text="Idempotency-Key").locator("input")
    if key.count():
        key.fill(fresh_key()["Idempotency-Key"])


def test_a_thing_created_on_the_portal_is_on_the_console_within_a_second(
    pages: Pages, stack: Stack, product: Product
) -> None:
    looking, page = pages.browser.new_page(), pages.browser.new_page()
    outside: list[str] = []
    page.on("request", lambda request: outside.append(request.url))
    looking.goto(pages.console)
    looking.wait_for_selector(".live.on")
    page.goto(f"{pages.portal}reference.html")
    sign_in(page, stack, product.consumer)
    block = page.locator(".opblock-post").filter(has=page.locator(f'[data-path="{product.path}"]'))
    block.locator(".opblock-summary-control").click()
    fill(block, product)

    block.locator(".execute").click()
    block.locator(".live-responses-table .response-col_status", has_text="201").wait_for()
    row = looking.locator("tr", has_text=product.path).filter(has_text="201")
    row.first.wait_for(timeout=SOON_MS)

    row.first.click()
    looking.get_by_text("request_id").first.wait_for()
    assert barriers(looking) == []
    own = (pages.portal.removesuffix("docs/"), "data:")
    assert [url for url in outside if not url.startswith(own)] == []


@pytest.mark.slow
@pytest.mark.parametrize(("scheme", "size"), [("light", DESK), ("dark", PHONE)])
def test_every_page_can_be_read_by_everybody(
    pages: Pages, product: Product, scheme: str, size: Any
) -> None:
    page = pages.browser.new_context(color_scheme=scheme, viewport=size).new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    findings = {}

    def look(name: str) -> None:
        wide = page.evaluate("document.documentElement.scrollWidth > innerWidth")
        findings[name] = barriers(page) + ([("wider than the window", "html")] if wide else [])

    with product.api() as api:
        product.read(api)
    for view in VIEWS:
        page.goto(f"{pages.console}#{view}")
        page.wait_for_selector("main :is(.card, .tools)")
        look(view)
    for name in PAGES:
        page.goto(f"{pages.portal}{name}.html")
        page.wait_for_selector("#status.good")
        look(name)
    page.goto(f"{pages.portal}reference.html")
    page.locator(".opblock-post .opblock-summary-control").first.click()
    page.wait_for_selector(".opblock-body textarea")
    look("reference")

    assert {name: each for name, each in findings.items() if each} == {}
    assert errors == []


def test_wrong_credentials_are_told_on_the_page(pages: Pages) -> None:
    page = pages.browser.new_page()
    page.goto(f"{pages.portal}index.html")
    page.fill("[name=client]", "nobody")
    page.fill("[name=secret]", "wrong")

    page.click("#credentials button")

    page.wait_for_selector("#token.trouble")
    assert "do not fit" in page.inner_text("#token")


def test_the_portals_function_lets_in_whoever_has_a_hash(pages: Pages) -> None:
    """CloudFront runs it; here it is the browser, with a digest that can be read."""
    script = (ROOT / "terraform/modules/portal/visitors.js").read_text(encoding="utf-8")
    source = script.replace("${hashes}", json.dumps(["hash of Basic good"]))
    digest = "{createHash: () => ({update: (text) => ({digest: () => 'hash of ' + text})})}"
    page = pages.browser.new_page()

    def answer(header: str | None, uri: str = "/") -> Any:
        headers = {"authorization": {"value": header}} if header else {}
        event = json.dumps({"request": {"uri": uri, "headers": headers}})
        body = (
            f"(() => {{ const require = () => ({digest}); {source}; return handler({event}); }})()"
        )
        return page.evaluate(body)

    assert answer("Basic good")["uri"] == "/index.html"
    assert answer("Basic good", "/limits.html")["uri"] == "/limits.html"
    assert [answer(each)["statusCode"] for each in (None, "Basic bad", "")] == [401, 401, 401]
