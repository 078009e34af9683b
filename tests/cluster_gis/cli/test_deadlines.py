"""The commands `deadlines` and `dossier`, called as a user calls them."""

import json
from datetime import date

import pytest

from cluster_gis.cli import main


@pytest.fixture
def run(capsys):
    """A function: arguments -> (exit code, standard output, standard error)."""

    def call(*arguments):
        with pytest.raises(SystemExit) as exit_info:
            main(list(arguments))
        captured = capsys.readouterr()
        return exit_info.value.code or 0, captured.out, captured.err

    return call


def test_deadlines_as_json_name_every_step(run):
    code, out, _err = run(
        "deadlines", "establish", "--received", "2026-04-28", "--as-of", "2026-05-08",
        "--format", "json",
    )  # fmt: skip
    data = json.loads(out)
    assert code == 0
    assert (data["procedure"], data["law_version"]) == ("establish", "V4")
    assert [
        (step["rule"], step["days"], step["day_kind"], step["due_date"]) for step in data["steps"]
    ] == [
        ("PROC-NOTICE", 5, "working", "2026-05-07"),
        ("PROC-WINDOW", 15, "calendar", "2026-05-22"),
        ("PROC-PREPARE", 5, "working", "2026-05-29"),
        ("PROC-APPRAISE", 25, "calendar", "2026-06-23"),
        ("PROC-DECIDE", 7, "working", "2026-07-02"),
    ]
    assert [step["overdue"] for step in data["steps"]] == [True, False, False, False, False]
    assert data["steps"][0]["title"]["vi"] == "Thông báo công khai tiếp nhận hồ sơ"
    assert [day["date"] for day in data["days_off"]] == ["2026-04-30", "2026-05-01"]


def test_a_pause_pushes_the_appraisal(run):
    arguments = ["deadlines", "expand", "--received", "2026-09-15", "--as-of", "2026-10-30",
                 "--started", "PROC-APPRAISE=2026-10-01", "--format", "json"]  # fmt: skip
    _code, plain, _err = run(*arguments)
    _code, paused, _err = run(*arguments, "--pause", "2026-10-05:2026-10-12")
    assert json.loads(plain)["steps"][3]["due_date"] == "2026-10-29"
    assert json.loads(paused)["steps"][3]["due_date"] == "2026-11-05"


def test_an_open_pause_leaves_the_due_date_open(run):
    code, out, _err = run(
        "--lang", "en", "deadlines", "expand", "--received", "2026-09-15", "--as-of", "2026-10-30",
        "--started", "PROC-APPRAISE=2026-10-01", "--pause", "2026-10-05:",
    )  # fmt: skip
    assert code == 0
    assert "due date not fixed: 2 used, 18 left, 0 late; paused: completion requested" in out
    assert "Start not known: the step before is paused." in out


def test_text_is_vietnamese_unless_said(run):
    _code, out, _err = run("deadlines", "establish", "--received", "2025-01-15")
    assert "bắt đầu 15/01/2025, hạn 22/01/2025" in out
    assert "27/01/2025 Nghỉ Tết Nguyên đán (28 tháng Chạp)" in out


def test_both_readings_are_printed_where_the_clause_says_days(run):
    _code, out, _err = run("--lang", "en", "deadlines", "establish", "--received", "2025-03-03")
    assert "25 calendar days from reception of the complete dossier" in out
    assert (
        "25 working days. The same limit if the clause's “days” were read as working days." in out
    )


def test_the_day_read_is_today_unless_said(run):
    _code, out, _err = run("deadlines", "establish", "--received", "2026-09-15", "--format", "json")
    assert date.fromisoformat(json.loads(out)["as_of"]) >= date(2026, 9, 15)


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        pytest.param(["--received", "2015-01-01"], 1, "they start on 2017-07-15", id="before-law"),
        pytest.param(
            ["--received", "2026-10-01", "--pause", "2026-10-09:2026-10-08"],
            1, "pause.completed is 2026-10-08", id="pause-backwards",
        ),
        pytest.param(
            ["--received", "2026-10-01", "--done", "NOTICE=2026-10-08"],
            1, "done is 'NOTICE'; expected one of PROC-NOTICE", id="unknown-step",
        ),
        pytest.param(
            ["--received", "2059-12-20"], 1, "covers 2009-01-01 to 2060-12-31", id="far-future",
        ),
        pytest.param(["--received", "28/4/2026"], 2, "form YYYY-MM-DD", id="date-form"),
        pytest.param(["--received", "2026-02-30"], 2, "form YYYY-MM-DD", id="no-such-day"),
        pytest.param(
            ["--received", "2026-10-01", "--pause", "2026-10-09"], 2, "FROM:TO", id="pause-form"
        ),
        pytest.param(
            ["--received", "2026-10-01", "--done", "PROC-NOTICE"], 2, "STEP=DATE", id="event-form"
        ),
        pytest.param([], 2, "--received", id="no-date"),
    ],
)  # fmt: skip
def test_bad_input_of_deadlines_gets_a_sentence(run, arguments, code, message):
    if "2059" in str(arguments):
        arguments = [*arguments, "--as-of", "2061-05-01"]
    found, _out, err = run("--lang", "en", "deadlines", "establish", *arguments)
    assert found == code
    assert message in " ".join(err.split())
    assert "Traceback" not in err


def test_an_unknown_procedure_is_wrong_usage(run):
    code, _out, err = run("deadlines", "operate", "--received", "2026-10-01")
    assert code == 2
    assert "operate" in err


def test_dossier_lists_the_papers_and_what_is_missing(run):
    code, out, _err = run(
        "dossier", "establish", "--on", "2026-05-05", "--present", "request_letter",
        "--present", "guarantee", "--format", "json",
    )  # fmt: skip
    data = json.loads(out)
    assert code == 0
    assert (data["law_version"], data["verdict"], data["sets"]["count"]) == ("V5", "fail", 1)
    assert {item["id"] for item in data["items"] if item["state"] == "missing"} == {
        "investment_report",
        "boundary_map",
    }


def test_a_checklist_without_papers_has_no_verdict(run):
    _code, out, _err = run("dossier", "plan_adjust", "--on", "2026-05-05", "--format", "json")
    data = json.loads(out)
    assert (data["verdict"], data["sets"], len(data["items"])) == (None, None, 5)


def test_dossier_text_names_the_papers_in_vietnamese(run):
    _code, out, _err = run("dossier", "expand", "--on", "2018-05-05", "--present", "experience")
    assert "Báo cáo đầu tư thành lập hoặc mở rộng cụm công nghiệp [investment_report]: thiếu" in out
    assert "bản gốc ít nhất: 2" in out
    assert "Hồ sơ: thiếu giấy tờ bắt buộc." in out


def test_an_unknown_paper_is_refused(run):
    code, _out, err = run("--lang", "en", "dossier", "establish", "--on", "2026-05-05",
                          "--present", "charter")  # fmt: skip
    assert code == 1
    assert "present is 'charter'" in err


def test_other_checklists_are_lists_of_the_same_command(run):
    code, out, _err = run(
        "dossier", "establish", "--on", "2026-09-15", "--list", "decision", "--format", "json"
    )
    data = json.loads(out)
    assert (code, data["list"], len(data["items"]), data["sets"]) == (0, "decision", 11, None)


def test_a_plan_change_has_no_other_checklist(run):
    code, _out, err = run(
        "--lang", "en", "dossier", "plan_add", "--on", "2026-09-15", "--list", "decision"
    )
    assert code == 1
    assert "list is 'decision'" in err


def test_a_projected_step_whose_last_lawful_day_has_passed_says_so(run):
    _code, out, _err = run(
        "--lang", "en", "deadlines", "establish", "--received", "2026-04-28", "--as-of",
        "2026-07-03",
    )  # fmt: skip
    assert "due 2026-07-02, if it starts on 2026-06-23 (projected); overdue" in out


@pytest.mark.parametrize("procedure", ["establish", "expand"])
def test_a_limit_beyond_the_calendar_is_refused_by_name(run, procedure):
    code, out, err = run("deadlines", procedure, "--received", "9999-12-31")
    assert (code, out) == (1, "")
    assert err.startswith("received: ")
