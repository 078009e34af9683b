"""`cluster-gis account`: the first administrator, roles, tokens; no secret is printed again."""

import json
from collections.abc import Callable

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import create_engine
from sqlalchemy.orm import Session

from cluster_gis.cli import cli
from cluster_gis.cli.database import require_accounts
from cluster_gis.config import Settings
from cluster_gis.errors import Conflict
from cluster_gis.postgres import find_server
from cluster_gis.services.check_password import password_fits
from cluster_gis.services.manage_account import get_account
from cluster_gis.services.sign_in import find_session, find_token, open_session
from tests.accounts import write_account
from tests.databases import Clone
from tests.small_register import write_small_register

Run = Callable[..., Result]
PASSWORD = "câu chuyện dài 2026"


@pytest.fixture(scope="module")
def register(module_database: Clone) -> Clone:
    engine = create_engine(module_database.owner_url)
    with Session(engine) as session, session.begin():
        write_small_register(session)
    engine.dispose()
    return module_database


@pytest.fixture
def run(register: Clone, monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.setenv("CLUSTER_GIS_DATABASE_URL", register.owner_url)

    def call(*arguments: object, given: str = "", code: int = 0) -> Result:
        result = CliRunner().invoke(cli, ["account", *map(str, arguments)], input=given)
        assert result.exit_code == code, (result.output, result.exception)
        return result

    return call


def asked(register: Clone, question: Callable[[Session], object]) -> object:
    engine = create_engine(register.owner_url)
    with Session(engine) as session, session.begin():
        answer = question(session)
    engine.dispose()
    return answer


def test_from_the_first_administrator_to_a_locked_account(run: Run, register: Clone):
    made = run(
        "add", "Lan.NT", "--name", "Nguyễn Thị Lan", "--administrator", "--password-stdin",
        "--format", "json", given=f"{PASSWORD}\n",
    )  # fmt: skip
    told = json.loads(made.output)
    assert told["login"] == "lan.nt"
    assert told["roles"][0]["role"] == "administrator"
    assert told["created_by"].startswith("operator:")
    assert PASSWORD not in made.output
    assert "argon2" not in made.output
    account = asked(register, lambda s: get_account(s, "lan.nt"))
    assert password_fits(PASSWORD, account.password_hash)

    run("add", "minh", "--name", "Minh", "--no-password")
    run("grant", "minh", "industry_department", "unit:2025:31", "--from", "2025-07-01")
    shown = json.loads(run("show", "minh", "--format", "json").output)
    assert shown["has_password"] is False
    [role] = shown["roles"]
    assert (role["territory"], role["from"]) == ("unit:2025:31", "2025-07-01")
    assert "Sở Công Thương – unit:2025:31" in run("list", "--search", "minh").output
    run("revoke", "minh", role["number"])
    assert json.loads(run("show", "minh", "--format", "json").output)["roles"][0]["revoked_at"]

    secret = run("token", "minh", "--name", "đêm", "--days", 30).output.strip()
    assert asked(register, lambda s: find_token(s, secret)).account.login == "minh"
    number = json.loads(run("show", "minh", "--format", "json").output)["tokens"][0]["id"]
    assert secret not in run("show", "minh", "--format", "json").output
    run("token", "minh", "--revoke", number)
    assert asked(register, lambda s: find_token(s, secret)) is None

    cookie = asked(
        register,
        lambda s: open_session(s, get_account(s, "minh"), address="::1", browser="Firefox"),
    )
    assert json.loads(run("sessions", "minh", "--format", "json").output)["sessions"]
    run("sessions", "minh", "--end-all")
    assert asked(register, lambda s: find_session(s, cookie)) is None

    run("lock", "minh", "--reason", "nghỉ việc")
    assert "nghỉ việc" in run("list", "--search", "minh").output
    run("lock", "minh", "--unlock")
    run("password", "minh", "--password-stdin", given="một mật khẩu khác 2\n")
    changed = asked(register, lambda s: get_account(s, "minh"))
    assert password_fits("một mật khẩu khác 2", changed.password_hash)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        pytest.param(("add", "Có Dấu", "--name", "x", "--no-password"), "login", id="login"),
        pytest.param(("show", "ai-do"), "no account", id="unknown-account"),
        pytest.param(("grant", "ai-do", "commune", "Hải Phòng"), "territory", id="territory"),
        pytest.param(("grant", "ai-do", "commune", "2025:99999"), "2025:99999", id="no-such-unit"),
    ],
)
def test_a_wrong_entry_is_said(run: Run, arguments, said):
    answer = run(*arguments, code=1)
    assert said in str(answer.exception)


def test_a_password_never_stands_on_the_command_line(run: Run):
    assert "--password " not in run("add", "--help").output
    refused = run("add", "ai", "--name", "x", code=2)
    assert "--password-stdin" in refused.output


def test_without_an_account_the_server_listens_on_this_machine_only(
    fresh_database: Clone, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("CLUSTER_GIS_DATABASE_URL", fresh_database.owner_url)
    server = find_server(Settings.from_environment())
    require_accounts(server, "real", "127.0.0.1")
    with pytest.raises(Conflict, match="account add"):
        require_accounts(server, "real", "0.0.0.0")
    engine = create_engine(fresh_database.owner_url)
    with Session(engine) as session, session.begin():
        write_account(session, "lan")
    engine.dispose()
    require_accounts(server, "real", "0.0.0.0")
