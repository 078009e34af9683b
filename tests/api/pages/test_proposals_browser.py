"""A proposal in the browser: five people carry it from the first line drawn into the plan."""

import json
import re
import unicodedata
from datetime import timedelta
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from docx import Document
from playwright.sync_api import expect
from pypdf import PdfReader
from sqlalchemy import create_engine
from sqlalchemy.orm import Session

from api.app import WebSettings
from api.parameters import today
from cluster_gis.domain.access import COUNTRY, Role, unit
from tests.accounts import HAI_PHONG, PASSWORD, write_account
from tests.proposal_story import COMMUNE
from tests.servers import serving

pytestmark = pytest.mark.browser
AXE = {"runOnly": ["wcag2a", "wcag2aa"], "resultTypes": ["violations"]}
WIDE, PHONE = {"width": 1440, "height": 900}, {"width": 390, "height": 844}
#: A rectangle of 10 ha, its third and fourth point exchanged: the line crosses itself.
CROSSED = (
    "STT;X (m);Y (m)\n1;2300000;591000\n2;2300000;591400\n3;2300250;591000\n4;2300250;591400\n"
)
MENDED = "STT;X (m);Y (m)\n1;2300000;591000\n2;2300000;591400\n3;2300250;591400\n4;2300250;591000\n"
#: 12 ha: the 10 ha that the register holds of Tiên Lãng, and more to the east.
WIDER = "STT;X (m);Y (m)\n1;2300000;590000\n2;2300000;590480\n3;2300250;590480\n4;2300250;590000\n"


@pytest.fixture(scope="module")
def office(small_database):
    """Address of a server where five people have accounts."""
    engine = create_engine(small_database.access_url)
    with Session(engine) as session, session.begin():
        write_account(session, "xa", (Role.COMMUNE, unit(COMMUNE)))
        write_account(session, "so", (Role.INDUSTRY_DEPARTMENT, HAI_PHONG))
        write_account(session, "tc", (Role.OTHER_DEPARTMENT, HAI_PHONG))
        write_account(session, "ub", (Role.PROVINCE, HAI_PHONG))
        write_account(session, "bo", (Role.MINISTRY, COUNTRY))
    engine.dispose()
    settings = WebSettings(
        database_url=small_database.web_url,
        writer_url=small_database.writer_url,
        access_url=small_database.access_url,
    )
    with serving(settings) as address:
        yield address


@pytest.fixture
def sign_in(new_page, office):
    """Opens a signed-in page of a person."""

    def open_as(login, size=WIDE):
        page = new_page(viewport=size, locale="vi-VN", base_url=office)
        page.goto("/sign-in")
        page.get_by_label("Tên đăng nhập").fill(login)
        page.get_by_label("Mật khẩu").fill(PASSWORD)
        page.locator("main form button[type=submit]").click()
        expect(page.locator("main form.stack")).to_have_count(0)
        return page

    return open_as


def upload(page, text, crs, item="i1"):
    file = {"name": "ranh.csv", "mimeType": "text/csv", "buffer": text.encode()}
    page.locator(f"#{item}-file").set_input_files(file)
    page.get_by_role("button", name=re.compile(crs)).first.click()


def submit_move(page, move, **fields):
    form = page.locator(f"#move-{move}")
    summary = page.locator("details.move", has=form).locator("summary").first
    if not form.is_visible():
        summary.click()
    for name, value in fields.items():
        control = form.locator(f"[name={name}]")
        if control.evaluate("e => e.tagName") == "SELECT":
            control.select_option(value)
        else:
            control.fill(value)
    form.locator("button[type=submit]").click()


def clock(page):
    """The clock of the appraisal, as the page shows it."""
    return page.locator(".clocks li").first


def papers_say_all_and_leave_nothing_open(page):
    """Every paper, downloaded by a click and opened as who receives it would."""
    links = page.locator("#made-papers + ul a")
    assert links.count() == 15
    for link in links.all():
        with page.expect_download() as coming:
            link.click()
        file = Path(coming.value.path())
        if coming.value.suggested_filename.endswith(".docx"):
            body = Document(str(file)).element.body
            text = " ".join(part.text or "" for part in body.iter() if part.tag.endswith("}t"))
        else:
            text = " ".join(one.extract_text() for one in PdfReader(file).pages)
        text = unicodedata.normalize("NFC", text)
        assert "Kiến Thiết" in text, coming.value.suggested_filename
        for open_place in ("{{", "}}", "{%", "None", "Blank("):
            assert open_place not in text, coming.value.suggested_filename


def state(page):
    return page.locator("#title .mark")


def test_five_people_carry_a_proposal_into_the_plan(sign_in, office):
    commune = sign_in("xa")
    commune.goto("/proposals/new")
    commune.get_by_label("Tên đề xuất").fill("Bổ sung CCN Kiến Thiết")
    commune.get_by_role("button", name="Lập bản nháp").click()
    expect(commune.locator("body[data-ready=yes]")).to_be_attached()
    commune.locator("#add-items button").first.click()
    commune.locator("#i1-name").fill("Kiến Thiết")
    commune.locator("#i1-area_ha").fill("10,0")
    commune.locator("#i1-basis").select_option("b")
    # the mistake of the file is named, and the file mended
    upload(commune, CROSSED, "105°45")
    expect(commune.locator("#blocking")).to_contain_text("cắt")
    upload(commune, MENDED, "105°45")
    expect(commune.locator("#i1-area")).to_contain_text("10 ha")
    # a known cluster is expanded with it: of that one the law sets days, and there is a before
    commune.get_by_role("button", name="Mở rộng CCN").click()
    commune.locator("#i2-cluster").select_option("hp-tien-lang")
    expect(commune.locator("#i2-cluster-facts")).to_contain_text("theo sổ đăng ký")
    commune.locator("#i2-area_ha").fill("12")
    upload(commune, WIDER, "105°45", item="i2")
    expect(commune.locator("#i2-area")).to_contain_text("12 ha")
    expect(commune.locator("#check-body .ready")).to_be_visible()
    address = re.sub(r"/edit.*", "", commune.url.removeprefix(office))
    commune.locator("#to-submission").click()
    expect(commune.locator("#proposal-map path.leaflet-interactive").first).to_be_attached()
    expect(commune.locator("#made-papers + ul a").first).to_be_attached()
    submit_move(commune, "submit", number="12/TTr-UBND")
    expect(state(commune)).to_have_text("Đã trình")

    department = sign_in("so")
    department.goto("/worklist")
    department.get_by_role("link", name="Bổ sung CCN Kiến Thiết").first.click()
    submit_move(department, "accept")
    expect(state(department)).to_have_text("Đang thẩm định")
    expect(clock(department)).to_contain_text(re.compile(r"hạn \d\d/\d\d/"))
    submit_move(department, "request_completion", requested="Bản đồ 1:2000", number="8/SCT-KT")
    expect(state(department)).to_have_text("Yêu cầu bổ sung hồ sơ")
    expect(clock(department)).to_contain_text("tạm dừng: đang yêu cầu bổ sung")
    expect(department.locator("#asked-for li")).to_have_text("Bản đồ 1:2000")

    commune.goto(f"{address}/edit")
    expect(commune.locator("#requested")).to_contain_text("Bản đồ 1:2000")
    commune.locator("#i1-sectors").fill("Dệt may")
    commune.locator("#to-submission").click()
    submit_move(commune, "answer", reason="Đã bổ sung ngành nghề")
    expect(state(commune)).to_have_text("Đang thẩm định")
    expect(clock(commune)).to_contain_text(re.compile(r"hạn \d\d/\d\d/"))
    commune.get_by_role("link", name="bản trình 1 → 2").click()
    expect(commune.locator("ins")).to_contain_text("Dệt may")

    department.goto(address)
    department.get_by_text("Lấy ý kiến", exact=True).first.click()
    department.locator("#agencies").fill("Sở Tài chính")
    department.locator("form", has=department.locator("#agencies")).locator("button").click()
    finance = sign_in("tc")
    finance.goto(address)
    finance.get_by_text("Ghi ý kiến").first.click()
    finance.locator("[name=body]").first.fill("Thống nhất")
    finance.locator("form", has=finance.locator("[name=opinion_id]")).locator("button").click()
    expect(finance.locator("#opinions + .table-frame")).to_contain_text("thống nhất")
    finance.locator("#remark summary").click()
    finance.locator("#about").select_option("vertex:i1:2")
    finance.locator("#remark-body").fill("Đỉnh này sát kênh")
    finance.locator("#remark button").click()
    expect(finance.locator(".remarks")).to_contain_text("Đỉnh này sát kênh")

    department.goto(address)
    submit_move(department, "appraise", result="meets", number="90/BC-SCT")
    expect(state(department)).to_have_text("Đã thẩm định")
    chair = sign_in("ub")
    chair.goto(address)
    scan = {"name": "qd-1234.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7 signed"}
    chair.locator("#approve-file").set_input_files(scan)
    submit_move(chair, "approve", number="1234/QĐ-UBND", signer="Nguyễn Văn A", reason="Đồng ý")
    expect(state(chair)).to_have_text("Đã phê duyệt")
    expect(chair.locator("#ladder + ol").get_by_role("link", name="1234/QĐ-UBND")).to_be_visible()
    for line in ("before", "after"):
        expect(chair.locator(f"#proposal-map path.{line}").first).to_be_attached()
    papers_say_all_and_leave_nothing_open(chair)

    ministry = sign_in("bo")
    ministry.goto("/plans?province=hai-phong")
    expect(ministry.locator("main")).to_contain_text("1234/QĐ-UBND")
    ministry.goto("/?province=hai-phong")
    ministry.locator("[data-shown]").wait_for()
    # absent on the day before the decision, planned from its day on
    planned = ministry.locator(".cg-legend label", has=ministry.locator("[value=planned]"))
    decided = today()
    seen = []
    for day in (decided - timedelta(days=1), decided):
        ministry.fill("#cg-date", f"{day:%d/%m/%Y}")
        ministry.keyboard.press("Enter")
        expect(ministry.locator(f"[data-shown='{day}']")).to_be_attached()
        total = re.findall(r"\d+", ministry.locator(".cg-total").inner_text())[-1]
        seen.append((int(total), int(planned.locator(".cg-count").inner_text())))
    assert seen[1] == (seen[0][0] + 1, seen[0][1] + 1)


def test_nothing_written_is_lost_by_a_dropped_network_or_a_closed_tab(sign_in):
    page = sign_in("xa")
    page.goto("/proposals/new")
    page.get_by_label("Tên đề xuất").fill("Mất mạng")
    page.get_by_role("button", name="Lập bản nháp").click()
    expect(page.locator("#saving[data-kind=saved]")).to_be_visible()
    address = page.url
    page.context.set_offline(True)
    page.locator("#p-grounds").fill("Viết khi mất mạng")
    expect(page.locator("#saving[data-kind=unsaved]")).to_be_visible()
    page.close()
    again = page.context.new_page()
    page.context.set_offline(False)
    again.goto(address)
    expect(again.locator("#p-grounds")).to_have_value("Viết khi mất mạng")
    expect(again.locator("#saving[data-kind=saved]")).to_be_visible()
    kept = again.evaluate("fetch(`/api/v1/proposals/${JSON.parse(document.getElementById("
                          "'proposal-data').textContent).id}`).then((a) => a.text())")  # fmt: skip
    assert json.loads(kept)["content"]["grounds"] == "Viết khi mất mạng"


@pytest.mark.parametrize("size", [WIDE, PHONE], ids=["desk", "phone"])
def test_the_pages_fit_and_can_be_read_by_everybody(sign_in, size):
    page = sign_in("xa", size)
    page.goto("/proposals/new")
    page.get_by_label("Tên đề xuất").fill("Vẽ tay")
    page.get_by_role("button", name="Lập bản nháp").click()
    expect(page.locator("body[data-ready=yes]")).to_be_attached()
    page.locator("#add-items button").first.click()
    page.locator("#i1-name").fill("Vẽ Tay")
    page.get_by_role("button", name="Vẽ trên bản đồ").click()
    page.locator("#proposal-map").scroll_into_view_if_needed()
    for x, y in ((60, 120), (200, 120), (200, 200), (60, 200)):
        page.locator("#proposal-map").click(position={"x": x, "y": y}, delay=20)
    page.get_by_role("button", name="Kết thúc vẽ").click()
    expect(page.locator("#i1-area")).to_contain_text("ha")
    address = re.sub(r"/edit.*", "", page.url)
    for place in (page.url, address, "/proposals", "/worklist"):
        page.goto(place)
        page.wait_for_load_state("networkidle")
        wider = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        assert wider <= 0, place
        if size is PHONE:  # what is read aloud is the same on both
            continue
        found = Axe().run(page, options=AXE).response["violations"]
        serious = [v for v in found if v["impact"] in ("serious", "critical")]
        assert serious == [], (place, [(v["id"], v["nodes"][0]["html"][:200]) for v in serious])
