"""Fixtures of every test: a throw-away database server of their own, and headless Chromium.

No test touches the user's data: the server lives in a temporary directory and is
stopped at the end. Without PostGIS or Chromium tests fail with a sentence that says
how to get them; they never skip.
"""

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, Request, expect, sync_playwright
from sqlalchemy import Engine, create_engine
from sqlalchemy.orm import Session

from cluster_gis.config import Settings
from cluster_gis.errors import SetupProblem
from cluster_gis.postgres.installation import Installation, get_installation
from cluster_gis.postgres.layout import Layout
from cluster_gis.postgres.private import open_private, stop_private
from cluster_gis.postgres.server import Server
from tests.browser import CHROMIUM_FLAGS, LOCAL_HOSTS, find_chromium
from tests.databases import CARELESS, Clone, DatabaseMaker, migrate

# A busy machine must not decide: a condition that never comes true still fails, only later.
expect.set_options(timeout=20_000)


#: Files that take longest: begun first, so that no core waits for the last of them at the end.
LONG_FILES = (
    "tests/cluster_gis/cli/test_run.py",
    "tests/api/pages/test_proposals_browser.py",
    "tests/api/pages/test_pages_browser.py",
    "tests/api/pages/test_desk_browser.py",
    "tests/cluster_gis/ingest/test_shipped.py",
)


def pytest_configure() -> None:
    """Let the programs that tests start keep their bytecode: compiling it anew takes seconds."""
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Order files by length, and play a failed browser test once more.

    The summary names it as rerun (R), never in silence.
    """
    drive_browser = {item.path for item in items if item.get_closest_marker("browser")}

    def turn(item: pytest.Item) -> int:
        name = item.nodeid.partition("::")[0]
        if name in LONG_FILES:
            return LONG_FILES.index(name)
        return len(LONG_FILES) + (item.path not in drive_browser)

    items.sort(key=turn)
    for item in items:
        if item.get_closest_marker("browser"):
            item.add_marker(pytest.mark.flaky(reruns=1))


@pytest.fixture(scope="session")
def postgis() -> Installation:
    """PostgreSQL with PostGIS on this machine."""
    unpacked = Layout(Settings.from_environment().home).unpacked
    try:
        return get_installation(unpacked)
    except SetupProblem as problem:
        pytest.fail(f"The tests need a real PostGIS. {problem}", pytrace=False)


@pytest.fixture(scope="session")
def server_home(postgis: Installation) -> Iterator[Path]:
    """A short directory that root's `postgres` account can enter."""
    home = Path(tempfile.mkdtemp(prefix="cgt-", dir="/tmp"))
    home.chmod(0o711)
    if postgis.environment:  # unpacked without root: the same copy serves the throw-away server
        (home / "postgis").symlink_to(Layout(Settings.from_environment().home).unpacked)
    yield home
    shutil.rmtree(home)


@pytest.fixture(scope="session")
def database_server(server_home: Path) -> Iterator[Server]:
    """A throw-away server with the same roles and rights as the product's private one."""
    layout = Layout(server_home)
    yield open_private(layout, CARELESS)
    stop_private(layout)
    folder = layout.socket_folder()
    if folder is not None:
        shutil.rmtree(folder)


@pytest.fixture(scope="session")
def databases(database_server: Server) -> DatabaseMaker:
    """Makes, clones and drops databases on the throw-away server."""
    return DatabaseMaker(database_server)


@pytest.fixture(scope="session")
def template_database(databases: DatabaseMaker) -> Clone:
    """A migrated, empty database; never connect to it, clone it."""
    template = databases.create("template")
    migrate(template)
    return template


@pytest.fixture(scope="session")
def shared_database(databases: DatabaseMaker, template_database: Clone) -> Clone:
    """One clone for all tests that roll back."""
    return databases.clone(template_database)


@pytest.fixture(scope="session")
def engine(shared_database: Clone) -> Iterator[Engine]:
    """The owner's engine on the shared clone; a test must not commit through it."""
    engine = create_engine(shared_database.owner_url)
    yield engine
    engine.dispose()


@pytest.fixture
def session(engine: Engine) -> Iterator[Session]:
    """A session whose transaction is rolled back; its own commits end a SAVEPOINT only."""
    with engine.connect() as connection:
        transaction = connection.begin()
        with Session(connection, join_transaction_mode="create_savepoint") as session:
            yield session
        transaction.rollback()


@pytest.fixture
def fresh_database(databases: DatabaseMaker, template_database: Clone) -> Iterator[Clone]:
    """A clone for one test that commits: history, concurrency, roles, browsers."""
    clone = databases.clone(template_database)
    yield clone
    databases.drop(clone)


@pytest.fixture(scope="module")
def module_database(databases: DatabaseMaker, template_database: Clone) -> Iterator[Clone]:
    """A clone for one module, for costly data that its tests only read."""
    clone = databases.clone(template_database)
    yield clone
    databases.drop(clone)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """Headless Chromium that cannot reach anything but this machine."""
    executable = find_chromium()
    if executable is None:
        pytest.fail(
            "The tests need Chromium; install the package chromium: apt-get install chromium",
            pytrace=False,
        )
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=executable, args=CHROMIUM_FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def new_page(chromium: Browser) -> Iterator[Callable[..., Page]]:
    """Opens pages.

    The test fails when one asks for anything outside, throws in its scripts, or holds something
    that the content security policy refuses.
    """
    faults: list[str] = []

    def note(request: Request) -> None:
        address = urlsplit(request.url)
        if address.scheme in ("http", "https", "ws", "wss") and address.hostname not in LOCAL_HOSTS:
            faults.append(f"request to the outside: {request.url}")

    def refused(message: ConsoleMessage) -> None:
        if "Content Security Policy" in message.text:
            faults.append(message.text)

    contexts = []

    def open_page(**options: object) -> Page:
        context = chromium.new_context(**options)
        contexts.append(context)
        context.on("request", note)
        context.on("console", refused)
        context.on("weberror", lambda error: faults.append(f"script error: {error.error}"))
        return context.new_page()

    yield open_page
    for context in contexts:
        context.close()
    assert not faults, "\n".join(faults)


@pytest.fixture
def page(new_page: Callable[..., Page]) -> Page:
    """One page of 1280 x 800, in Vietnamese."""
    return new_page(viewport={"width": 1280, "height": 800}, locale="vi-VN")
