"""The commands `judge` and `law`, called as a user calls them."""

import io
import json
import sys

import pytest

from cluster_gis.cli import main

CASE = {
    "procedure": "establish",
    "on": "2021-03-01",
    "facts": {"cluster": {"area_established_ha": 75.0001, "kind": "ordinary"}},
}


@pytest.fixture
def run(capsys):
    """A function: arguments -> (exit code, standard output, standard error)."""

    def call(*arguments):
        with pytest.raises(SystemExit) as exit_info:
            main(list(arguments))
        captured = capsys.readouterr()
        return exit_info.value.code or 0, captured.out, captured.err

    return call


@pytest.fixture
def file_of(tmp_path):
    """A function: text -> path of a file that holds it."""

    def write(text):
        path = tmp_path / "case.json"
        path.write_text(text, encoding="utf-8")
        return str(path)

    return write


def test_a_case_is_judged_as_json(run, file_of):
    code, out, _err = run("judge", file_of(json.dumps(CASE)))
    answer = json.loads(out)
    assert code == 0
    assert (answer["procedure"], answer["on"]) == ("establish", "2021-03-01")
    assert (answer["law_version"], answer["verdict"]) == ("V2", "fail")
    [area] = [f for f in answer["findings"] if f["rule"] == "AREA-MAX"]
    assert area["measured"] == 75.0001
    assert (area["threshold"], area["unit"], area["group"]) == (75, "ha", "condition")
    assert area["message"]["vi"] == "Diện tích 75,0001 ha, vượt mức 75 ha là 0,0001 ha."
    assert area["message"]["en"] == "Area is 75.0001 ha, 0.0001 ha above the limit of 75 ha."
    assert area["citation"]["locator"] == "Điều 2 khoản 1"


def test_numbers_of_the_answer_carry_no_float_dust(run, file_of):
    case = {**CASE, "facts": {"cluster": {"area_established_ha": 73.655}}}
    _code, out, _err = run("judge", file_of(json.dumps(case)))
    assert '"measured": 73.655,' in out


def test_standard_input_is_read(run, monkeypatch):
    stdin = io.TextIOWrapper(io.BytesIO(json.dumps(CASE).encode()), encoding="utf-8")
    monkeypatch.setattr(sys, "stdin", stdin)
    code, out, _err = run("judge", "-")
    assert code == 0
    assert json.loads(out)["verdict"] == "fail"


def test_a_batch_is_an_array_or_one_case_a_line(run, file_of):
    _code, out, _err = run("judge", file_of(json.dumps([CASE, CASE])))
    assert [answer["verdict"] for answer in json.loads(out)] == ["fail", "fail"]
    _code, out, _err = run("judge", file_of(f"{json.dumps(CASE)}\n\n{json.dumps(CASE)}\n"))
    assert [json.loads(line)["verdict"] for line in out.splitlines()] == ["fail", "fail"]


def test_a_refused_case_names_the_path_and_exits_1(run, file_of):
    bad = {**CASE, "facts": {"cluster": {"area_planned_ha": -1}}}
    code, out, err = run("--lang", "en", "judge", file_of(json.dumps(bad)))
    assert (code, out) == (1, "")
    assert err == (
        "facts.cluster.area_planned_ha: -1 is negative; a number of 0 or more is expected.\n"
    )
    code, _out, err = run("judge", file_of(json.dumps([CASE, bad])))
    assert code == 1
    assert err.startswith("[1].facts.cluster.area_planned_ha: -1 là số âm")


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        pytest.param("not json", "Not JSON", id="words"),
        pytest.param('{"procedure": "establish"\n"on": 1}', "Not JSON", id="broken-object"),
        pytest.param("", "Not JSON", id="empty"),
        pytest.param(f"{json.dumps(CASE)}\n{{", "Line 2", id="broken-line"),
        pytest.param("3", "an object with procedure, on and facts", id="a-number"),
    ],
)
def test_what_is_not_a_case_is_refused_in_one_sentence(run, file_of, text, reason):
    code, _out, err = run("--lang", "en", "judge", file_of(text))
    assert code == 1
    assert reason in err
    assert "Traceback" not in err


def test_a_file_that_is_no_text_is_refused(run, tmp_path):
    path = tmp_path / "case.json"
    path.write_bytes(b"\xff\xfe\x00")
    assert run("--lang", "en", "judge", str(path))[0] == 1


def test_a_file_that_is_not_there_is_wrong_usage(run):
    assert run("judge", "no-such-file.json")[0] == 2


def test_text_is_vietnamese_unless_said(run, file_of):
    _code, out, _err = run("judge", file_of(json.dumps(CASE)), "--format", "text")
    assert "Thành lập cụm công nghiệp" in out
    assert "Diện tích 75,0001 ha, vượt mức 75 ha" in out
    assert "→ Giảm diện tích 0,0001 ha." in out
    assert "Chưa biết:" in out


def test_law_list_names_every_rule(run):
    code, out, _err = run("law", "list", "--format", "json")
    ids = {rule["rule"] for rule in json.loads(out)}
    assert code == 0
    assert {"AREA-MAX", "EST-FILL", "EST-SCORE", "OPS-FINE", "RPT-04", "AREA-LOCAL"} <= ids
    _code, out, _err = run("law", "list")
    assert "Diện tích tối đa của cụm công nghiệp" in out


def test_law_list_can_be_narrowed_to_a_day(run):
    _code, out, _err = run("law", "list", "--on", "2024-04-30", "--format", "json")
    assert "CRAFT-SHARE" not in {rule["rule"] for rule in json.loads(out)}


def test_law_show_finds_a_rule_by_its_arm(run):
    code, out, _err = run("law", "show", "est-fill-b", "--format", "json")
    rule = json.loads(out)
    assert (code, rule["rule"]) == (0, "EST-FILL")
    thresholds = [version["limits"][1]["threshold"] for version in rule["versions"]]
    assert thresholds == [50, 50, 100, 100, 100, 50]
    _code, out, _err = run("law", "show", "AREA-MIN")
    assert "≥ 10 ha" in out
    assert "AREA-MIN-SPECIAL: ≥ 5 ha" in out


def test_law_show_of_an_unknown_rule_is_refused(run):
    code, _out, err = run("--lang", "en", "law", "show", "AREA-NONE")
    assert code == 1
    assert "AREA-NONE" in err


def test_law_diff_tells_what_turned(run):
    code, out, _err = run("law", "diff", "2026-09-14", "2026-09-15", "--format", "json")
    answer = json.loads(out)
    assert (code, answer["law_versions"]) == (0, ["V5", "V6"])
    found = {(d["rule"], d["procedure"]): d for d in answer["differences"]}
    fill = found["EXP-FILL", "expand"]
    assert fill["change"] == "limit"
    assert fill["before"]["limits"][0]["threshold"] == 60
    assert fill["after"]["limits"][0]["threshold"] == 50
    assert found["KIND-HITECH-SHARE", "establish"]["change"] == "added"
    assert ("AREA-EXP", "expand") not in found
    _code, out, _err = run("law", "diff", "2026-09-14", "2026-09-15", "--all", "--format", "json")
    everything = {d["rule"]: d["change"] for d in json.loads(out)["differences"]}
    assert everything["AREA-EXP"] == "citation"


def test_law_diff_of_one_day_with_itself_is_empty(run):
    _code, out, _err = run("law", "diff", "2024-05-01", "2024-05-01")
    assert out.splitlines()[-1] == "0 điểm khác"


def test_law_diff_of_a_bad_day_is_wrong_usage(run):
    assert run("law", "diff", "2024-05-01", "May")[0] == 2


def test_a_line_of_a_batch_may_hold_any_character_of_unicode(run, tmp_path):
    case = {"procedure": "operate", "on": "2024-06-01"}
    named = case | {"facts": {"milestones": [{"name": "đường\u2028trục", "due": "2024-05-01"}]}}
    path = tmp_path / "cases.jsonl"
    lines = [json.dumps(one, ensure_ascii=False) for one in (named, case)]
    path.write_text("\r\n".join(lines), encoding="utf-8", newline="")
    code, out, err = run("judge", str(path))
    assert (code, err) == (0, "")
    assert len([line for line in out.split("\n") if line]) == 2
