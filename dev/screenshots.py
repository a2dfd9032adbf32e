"""Photographs every kind of page, on sites of its own: python -m dev.screenshots FOLDER [NAME] (`make screenshots`).

What is photographed is the table PAGES; a new kind of page is a new line of it.
"""

import contextlib
import html
import itertools
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple
from urllib.error import HTTPError
from urllib.request import urlopen

from playwright.sync_api import Error, sync_playwright

from dev import crowd
from dev.machine import BROWSERS, ROOT, Refusal, open_port

WIDTHS = (390, 768, 1280)
# How a page is looked at: in the two themes, and with more contrast, or with the colours of a system that sets its own.
LOOKS = {
    "light": {"color_scheme": "light"},
    "dark": {"color_scheme": "dark"},
    "more": {"color_scheme": "light", "contrast": "more"},
    "more-dark": {"color_scheme": "dark", "contrast": "more"},
    "forced": {"color_scheme": "dark", "forced_colors": "active"},
}
THEMES = ("light", "dark")  # in these all pages are photographed
TALLEST = 6000  # pixels; who wants to see the end of a longer page prints it
PRINTED = 6  # pages of a printout that become pictures
STARTING = 120  # seconds
PASSWORD = "for screenshots only"  # noqa: S105, of a site that lives for minutes
EDITOR = {
    "DJANGO_SUPERUSER_USERNAME": "editor",
    "DJANGO_SUPERUSER_EMAIL": "editor@example.org",
    "DJANGO_SUPERUSER_PASSWORD": PASSWORD,
}
# What an editor did: a correction, which has a history and stands on /corrections/, and a draft with a preview link.
EDITING = """
from django.contrib.auth import get_user_model
from documents.models import PreviewLink, Section
editor = get_user_model().objects.get()
section = Section.objects.get(key="R8")
section.body = section.body.replace("with a jack.", "with a jack of twenty tons.")
section.editor, section.correction = editor, "The weight that the jack lifts was left out."
section.save()
draft = Section.objects.create(
    edition=section.edition, key="DRAFT", slug="papers", title="The papers", body="Five drawers [@S3], and [@S9]."
)
PreviewLink.objects.filter(pk=PreviewLink.objects.make(draft, editor).pk).update(token="for-screenshots")
"""
# The primary keys of the records, which admin pages have in their addresses, by the names that they have in PAGES.
PRIMARY_KEYS = """
import json
from documents.models import Collection, Edition, Report, Section, Source
slugs = {
    **{one.slug: one.pk for model in (Collection, Report) for one in model.objects.all()},
    **{f"of {one.report.slug}": one.pk for one in Edition.objects.filter(current=True)},
}
print(json.dumps(slugs | {one.key: one.pk for model in (Section, Source) for one in model.objects.all()}))
"""
COLLECTIONS = {
    "bundled": "",
    "example": "example",
    "empty": "none",
    "crowded": "crowd",
    "down": "none",
    "broken": "none",
}
DAMAGES = {"down": b"", "broken": b"This is no database."}  # what stands in place of a site's database


class Page(NamedTuple):
    """A page to photograph; `{R8}` in its address is the primary key of what has this key or slug."""

    name: str
    site: str
    address: str
    status: int = 200
    printed: bool = False
    contrast: bool = False  # photographed with more contrast and in forced colours, too


REPORT = "/reports/pwi-4-2018/"
PAGES = (
    Page("home, one report", "bundled", "/", printed=True, contrast=True),
    Page("home, several reports", "example", "/"),
    Page("home, empty", "empty", "/"),
    Page("home, crowded", "crowded", "/"),
    Page("reports", "example", "/reports/"),
    Page("reports, empty", "empty", "/reports/"),
    Page("report", "example", REPORT, printed=True),
    Page("report, long title", "crowded", "/reports/crowded/"),
    Page("section", "example", f"{REPORT}gully-31/", printed=True),
    Page("section, picture and tables", "example", f"{REPORT}the-east-bearings/", printed=True),
    Page("section, wide table", "example", f"{REPORT}what-it-cost/", printed=True),
    Page("section, notes", "example", f"{REPORT}summary/"),
    Page("section, numbers", "example", f"{REPORT}findings/"),
    Page("section, matches", "example", f"{REPORT}gully-31/?q=gully+list&match=3", contrast=True),
    Page("section, summary", "bundled", "/reports/21-028/how-the-policy-was-made/", printed=True),
    Page("section, right to left", "crowded", "/reports/crowded/right-to-left/", printed=True),
    Page("section, unbroken", "crowded", "/reports/crowded/unbroken/"),
    Page("one page", "example", f"{REPORT}all/", printed=True),
    Page("source", "example", "/sources/closing-order/", printed=True, contrast=True),
    Page("source, Spanish", "example", "/sources/letter-from-the-foundry/"),
    Page("source, Arabic", "example", "/sources/notice-to-residents/", printed=True),
    Page("source, long title and address", "example", "/sources/traffic-in-spring-2016/", printed=True),
    Page("source, bare", "example", "/sources/postcard-with-an-eel-seller/"),
    Page("source, matches", "example", "/sources/interview-with-the-foreman/?q=gully"),
    Page("sources", "example", "/sources/", printed=True),
    Page("sources, narrowed", "example", "/sources/?kind=log&sort=title"),
    Page("sources, many", "crowded", "/sources/"),
    Page("sources, empty", "empty", "/sources/"),
    Page("timeline", "example", "/timeline/", printed=True, contrast=True),
    Page("timeline, narrowed", "example", "/timeline/?kind=log"),
    Page("timeline, many", "crowded", "/timeline/"),
    Page("timeline, empty", "empty", "/timeline/"),
    Page("search, form", "example", "/search/"),
    Page("search, results", "example", "/search/?q=gully", printed=True, contrast=True),
    Page("search, results of two reports", "example", "/search/?q=drawing+|+gully"),
    Page("search, filters", "example", "/search/?q=bridge&kind=log&kind=letter&sort=oldest"),
    Page("search, many results", "crowded", "/search/?q=ledger&page=2"),
    Page("search, bundled", "bundled", "/search/?q=family+separation"),
    Page("search, no results", "example", "/search/?q=gully+zeppelin"),
    Page("search, error", "example", "/search/?q=(gully"),
    Page("search, empty site", "empty", "/search/?q=gully"),
    Page("search help", "example", "/help/search/", printed=True),
    Page("about", "example", "/about/", printed=True),
    Page("privacy", "example", "/privacy/"),
    Page("accessibility", "example", "/accessibility/"),
    Page("corrections", "example", "/corrections/", printed=True),
    Page("corrections, empty", "empty", "/corrections/"),
    Page("preview of a draft", "example", "/preview/for-screenshots/"),
    Page("not found", "example", "/nowhere/", status=404),
    Page("something went wrong", "broken", "/about/", status=500),
    Page("out of service", "down", "/about/", status=503),
    Page("admin, login", "example", "/admin/login/"),
    Page("admin, start", "example", "/admin/"),
    Page("admin, start of an empty site", "empty", "/admin/"),
    Page("admin, collection", "example", "/admin/documents/collection/{ropewalk-bridge}/change/"),
    Page("admin, report", "example", "/admin/documents/report/{pwi-4-2018}/change/"),
    Page("admin, sections", "example", "/admin/documents/section/"),
    Page("admin, section", "example", "/admin/documents/section/{R8}/change/"),
    Page("admin, order of sections", "example", "/admin/documents/report/edition/{of pwi-4-2018}/order/"),
    Page("admin, preview links", "example", "/admin/documents/section/{DRAFT}/previews/"),
    Page("admin, new section", "example", "/admin/documents/section/add/"),
    Page("admin, history", "example", "/admin/documents/section/{R8}/history/"),
    Page("admin, revision", "example", "/admin/documents/section/{R8}/history/1/"),
    Page("admin, difference", "example", "/admin/documents/section/{R8}/history/difference/?older=1&newer=2"),
    Page("admin, conflict", "example", "/admin/documents/section/{R7}/change/"),
    Page("admin, sources", "crowded", "/admin/documents/source/"),
    Page("admin, source", "example", "/admin/documents/source/{S9}/change/"),
    Page("admin, source, right to left", "example", "/admin/documents/source/{S12}/change/"),
    Page("admin, imprint", "example", "/admin/documents/imprint/"),
)


# The sites


class Site(NamedTuple):
    """Where a site is served, and the primary keys of its records by their keys and slugs."""

    address: str
    keys: dict[str, int]

    def address_of(self, page):
        return self.address + re.sub(r"\{(.+?)\}", lambda found: str(self.keys[found[1]]), page.address)


@contextlib.contextmanager
def served(names, scratch, folder):
    """Each site by its name, which the real server serves until the block ends."""
    with contextlib.ExitStack() as stack:
        found = {}
        for site in names:
            print(f"Making the site “{site}” ...", flush=True)
            surroundings = made(site, scratch)
            keys = json.loads(manage(surroundings, "shell", "-v0", "-c", PRIMARY_KEYS))
            if site in DAMAGES:
                (scratch / site / "reportsite.sqlite3").write_bytes(DAMAGES[site])
            address = stack.enter_context(server(surroundings, folder / f"{site}.log"))
            found[site] = Site(address, keys)
        yield found


def made(site, scratch):
    """The environment variables of a site that is ready to be served."""
    collection = COLLECTIONS[site]
    if collection == "crowd":
        collection = str(crowd.write(scratch / "crowd"))
    surroundings = {**os.environ, **EDITOR, "DATA_DIR": str(scratch / site), "PORT": str(open_port())}
    surroundings |= {"COLLECTION": collection, "SITE_NAME": f"The {site} site", "CONTACT": "desk@example.org"}
    manage(surroundings, "prepare")
    manage(surroundings, "createsuperuser", "--noinput")
    if site == "example":
        manage(surroundings, "shell", "--command", EDITING)
        manage(surroundings, "update_index")
    return surroundings


def manage(surroundings, *words):
    """What the command prints."""
    command = [sys.executable, "manage.py", *words]
    done = subprocess.run(command, cwd=str(ROOT), env=surroundings, capture_output=True, text=True)
    if done.returncode:
        raise Refusal(f"{done.stdout}{done.stderr}\nmanage.py {words[0]} failed; what it said is above.")
    return done.stdout


@contextlib.contextmanager
def server(surroundings, log):
    command = [sys.executable, "-m", "gunicorn", "--config=python:reportsite.gunicorn", "reportsite.wsgi"]
    with log.open("w") as said:
        process = subprocess.Popen(
            command, cwd=str(ROOT), env=surroundings, stdout=said, stderr=said, start_new_session=True
        )
    address = "http://127.0.0.1:{}".format(surroundings["PORT"])
    try:
        wait_for(address, process, log)
        yield address
    finally:
        with contextlib.suppress(OSError):  # it may have ended by itself
            os.killpg(process.pid, signal.SIGTERM)
        process.wait()


def wait_for(address, process, log):
    """Wait until the site answers. A page that it answers with an error is looked at later."""
    begun = time.monotonic()
    while process.poll() is None and time.monotonic() - begun < STARTING:
        with contextlib.suppress(OSError):
            try:
                return urlopen(address, timeout=STARTING).close()  # noqa: S310, our own server
            except HTTPError:
                return None
        time.sleep(0.2)
    raise Refusal(f"{log.read_text()}\nThe server did not come up; what it said is above.")


# The photographs


def photograph(browser, sites, pages, folder):
    """Photograph the pages; yield (page, problem) for each, an empty problem where there was none."""
    for look, width in itertools.product(LOOKS, WIDTHS):
        looked_at = seen(look, pages)
        print(f"{look}, {width} pixels: {len(looked_at)} pages ...", flush=True)
        phone = {"is_mobile": True, "has_touch": True} if width < 500 else {}
        context = browser.new_context(
            viewport={"width": width, "height": round(width * 1.2)}, **LOOKS[look], **phone
        )
        entered = set()
        for page in looked_at:
            tab = context.new_page()
            try:
                if page.name.startswith("admin") and page.name != "admin, login":
                    log_in(tab, sites[page.site].address, page.site, entered)
                yield page, shot(tab, sites[page.site], page, folder / file_of(page, look, width))
                if page.printed and (look, width) == (THEMES[0], WIDTHS[-1]):
                    printout(tab, folder, page)
            except Error as error:
                yield page, str(error).splitlines()[0]
            finally:
                tab.close()
            if page.name == "admin, login":
                context.clear_cookies()
        context.close()


def seen(look, pages):
    """Those of the pages that are photographed so."""
    return [page for page in pages if page.contrast or look in THEMES]


def log_in(tab, address, site, entered):
    """Cookies know no port, so that each site takes the session of the one before."""
    if entered != {site}:
        tab.context.clear_cookies()
        tab.goto(f"{address}/admin/login/")
        tab.get_by_label("Username").fill("editor")
        tab.get_by_label("Password").fill(PASSWORD)
        tab.get_by_label("Password").press("Enter")
        tab.wait_for_url(f"{address}/admin/**")
        entered.clear()
        entered.add(site)


def shot(tab, site, page, file):
    """Photograph one page; return what is wrong with it."""
    answer = tab.goto(site.address_of(page))
    if page.name == "admin, conflict":
        provoke(tab, site.address_of(page))
    width = tab.viewport_size["width"]
    wide, tall = tab.evaluate("() => [document.documentElement.scrollWidth, document.body.scrollHeight]")
    clip = {"x": 0, "y": 0, "width": width, "height": min(max(tall, tab.viewport_size["height"]), TALLEST)}
    tab.screenshot(path=file, full_page=True, clip=clip)
    if answer.status != page.status:
        return f"{page.address} answered {answer.status}, not {page.status}"
    return f"{page.address} is {wide} pixels wide on a screen of {width}" if wide > width else ""


def provoke(tab, address):
    """Save the form of `tab` after another tab has saved it."""
    other = tab.context.new_page()
    other.goto(address)
    for form, words in ((other, "One of them wrote this."), (tab, "The other wrote that.")):
        body = form.locator("[name=body]")
        body.fill(f"{body.input_value()} {words}")
        form.locator("[name=_continue]").first.click()
        form.wait_for_load_state()
    other.close()


def printout(tab, folder, page):
    """The page as it is printed: a PDF, and pictures of its first pages where pdftoppm is at hand."""
    pdf = folder / f"{slug(page)}-print.pdf"
    tab.emulate_media(media="print", color_scheme="light")
    tab.pdf(path=pdf, format="A4", prefer_css_page_size=True)
    if shutil.which("pdftoppm"):
        subprocess.call(
            ["pdftoppm", "-r", "60", "-l", str(PRINTED), "-png", str(pdf), str(pdf.with_suffix(""))]
        )


def slug(page):
    return "-".join(page.name.lower().replace(",", "").split())


def file_of(page, look, width):
    return f"{slug(page)}-{width:04}-{look}.png"


def files_of(page, folder):
    """The photographs of a page that are there, narrow ones first, then what was printed."""
    shots = [file_of(page, look, width) for width in WIDTHS for look in LOOKS]
    there = [folder / shot for shot in shots if (folder / shot).exists()]
    return there + sorted(folder.glob(f"{slug(page)}-print*"))


# The sheet to look at


def sheet(pages, folder):
    """Write index.html: a row of thumbnails for each page."""
    rows = "".join(row(page, folder) for page in pages)
    (folder / "index.html").write_text(
        "<!doctype html><html lang=en><meta charset=utf-8><title>Screenshots</title>"
        "<style>body{font:1rem system-ui;margin:2rem}h2{font-size:1rem}"
        "a{display:inline-block;margin:0 .5rem .5rem 0;vertical-align:top}"
        "img{width:200px;height:280px;object-fit:cover;object-position:top;border:1px solid #999}</style>"
        f"<h1>{len(pages)} kinds of pages</h1>{rows}"
    )


def row(page, folder):
    shown = "".join(
        f'<a href="{file.name}">'
        + (f'<img loading=lazy src="{file.name}" alt="{file.stem}">' if file.suffix == ".png" else "PDF")
        + "</a>"
        for file in files_of(page, folder)
    )
    return f"<h2>{html.escape(page.name)}: {html.escape(page.site)} {html.escape(page.address)}</h2>{shown}"


# The whole


def main(folder, name=""):
    """Photograph the pages in whose names `name` stands; return an exit code."""
    begun = time.monotonic()
    folder = Path(folder).expanduser().absolute()
    folder.mkdir(parents=True, exist_ok=True)
    pages = [page for page in PAGES if name in page.name]
    if not pages:
        raise Refusal(f"No page is called {name!r}. Their names: {', '.join(page.name for page in PAGES)}")
    for page in pages:
        for old in files_of(page, folder):
            old.unlink()
    with tempfile.TemporaryDirectory(prefix="reportsite-screenshots-") as scratch:
        names = [site for site in COLLECTIONS if any(page.site == site for page in pages)]
        with served(names, Path(scratch), folder) as sites, sync_playwright() as playwright:
            chromium = next(filter(None, map(shutil.which, BROWSERS)))
            options = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
            browser = playwright.chromium.launch(executable_path=chromium, args=options)
            problems = [
                (page, problem) for page, problem in photograph(browser, sites, pages, folder) if problem
            ]
            browser.close()
    sheet([page for page in PAGES if files_of(page, folder)], folder)
    print(f"\n== {len(pages)} kinds of pages in {time.monotonic() - begun:.0f} s: {folder / 'index.html'}")
    for page, problem in dict.fromkeys(problems):
        print(f"PROBLEM {page.name}: {problem}")
    return int(bool(problems))


if __name__ == "__main__":
    try:
        sys.exit(main(*sys.argv[1:]))
    except Refusal as refusal:
        sys.exit(str(refusal))
    except KeyboardInterrupt:
        sys.exit(130)
