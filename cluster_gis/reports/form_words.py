"""What stands round the figures of a form: reporter, recipients, period, signature, marks."""

from dataclasses import dataclass
from datetime import date

from cluster_gis.domain.reporting.forms import UNITS, Figure
from cluster_gis.domain.reporting.papers import Paper
from cluster_gis.domain.reporting.periods import Period
from cluster_gis.formats import Formats
from cluster_gis.i18n import N_, translator
from cluster_gis.services.make_report import Report

#: Sent to these, by code of the form's recipients; {unit} = the province, {agency} of the ministry.
RECIPIENTS = {
    "provincial_pc": N_("People's Committee of {province}"),
    "department_of_industry_and_trade": N_("Department of Industry and Trade of {province}"),
    "ministry_of_industry_and_trade": N_(
        "Ministry of Industry and Trade (Agency for Innovation, Green Transition and "
        "Industry Promotion)"
    ),
    "local_pc": N_("People's Committee of the commune (until 30/06/2025: of the district)"),
    "local_statistics_office": N_("statistics office in charge of the area"),
    "statistics_office": N_("Statistics Office, Ministry of Finance"),
    "public": N_("the public"),
}
#: Form -> sign of the reporter after "/BC-".
_SIGNS = {"04": "SCT", "03": "UBND"}
_PERIODS = {
    "H1": N_("first half of {year}"),
    "9M": N_("nine months of {year}"),
    "Y": N_("year {year}"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class FormWords:
    """The texts of one report in one language. marks: what the reader must be warned of.

    number_line: number of the paper, blank for its number as long as none is given. signed_by:
    name of who signs, "" = not given. of_paper: which paper the form is the annex of, "" = none.
    """

    number: str
    basis: str
    title: str
    reporter: str
    recipients: tuple[str, ...]
    period: str
    cut_off: str
    place_and_day: str
    signer: tuple[str, ...]
    signed_by: str
    number_line: str
    of_paper: str
    notes: tuple[str, ...]
    marks: tuple[str, ...]
    known: str


def period_words(period: Period, language: str) -> str:
    """As in: sáu tháng đầu năm 2026."""
    return translator(language)(_PERIODS[period.kind]).format(year=period.year)


def unit_words(figure: Figure, language: str) -> str:
    """The unit as the annex prints it."""
    return UNITS[figure.unit][0 if language == "vi" else 1]


def form_words(
    report: Report, language: str, *, printed_on: date, paper: Paper | None = None
) -> FormWords:
    """Every text of the report but its figures. paper: as issued; None = not issued."""
    _, formats = translator(language), Formats(language)
    form, period = report.form, report.period
    marks = []
    if report.register == "simulated":
        marks.append(_(N_("SIMULATED DATA")))
    if not form.verified:
        marks.append(_(N_("Form rebuilt, not compared with the original")))
    known = _(N_("As known {moment}, data revision {revision}.")).format(
        moment=formats.moment(report.known_at) if report.known_at else "–",
        revision=report.revision,
    )
    window = _(N_("Period: {period} (data from {first} to {last})")).format(
        period=period_words(period, language),
        first=formats.day(period.first),
        last=formats.day(period.last),
    )
    if form.cut_off is not None:
        window = _(N_("As on {day}")).format(day=formats.day(report.cut_off))
    place = "" if report.unit.level == "country" else _short(report.unit.name)
    notes = (*(note.of(language) for note in form.notes), _(_EMPTY))
    return FormWords(
        number=_(N_("Form {number}")).format(number=form.form),
        basis=_(N_("Issued with Circular {document}")).format(document=form.document)
        if "TT-" in form.document
        else form.document,
        title=form.title.of(language),
        reporter=reporter_words(report, language),
        recipients=tuple(
            _(RECIPIENTS[code]).format(province=inner_name(report.unit.name))
            for code in form.recipients
        ),
        period=window,
        cut_off=_(N_("Cut-off {day}")).format(day=formats.day(report.cut_off)),
        place_and_day=day_line(place, paper.dated if paper else printed_on, language),
        signer=tuple(form.signer.of(language).split("\n")),
        signed_by=paper.signer if paper else "",
        number_line=f"{_(N_('No.:'))} {paper.number}"
        if paper
        else f"{_(N_('No.:'))}          /BC-{_SIGNS.get(form.form, 'BC')}",
        of_paper=_(N_("With report No. {number} of {day}")).format(
            number=paper.number, day=formats.day(paper.dated)
        )
        if paper
        else "",
        notes=notes,
        marks=tuple(marks),
        known=known,
    )


_EMPTY = N_("An empty cell is not known; it is never zero. The remarks say what is missing.")
_REPORTERS = {
    "department_of_industry_and_trade": N_("Department of Industry and Trade of {unit}"),
    "local_pc": N_("People's Committee of {unit}"),
    "ministry_of_industry_and_trade": N_("Ministry of Industry and Trade"),
    "infrastructure_investor": N_("Infrastructure investor of {unit}"),
    "producer": N_("Enterprise of {unit}"),
}


def reporter_words(report: Report, language: str) -> str:
    """The body that reports."""
    _ = translator(language)
    department = report.form.party == "department_of_industry_and_trade"
    if department and report.unit.level not in ("province", "country"):
        return _(N_("Department of Industry and Trade"))
    template = _(_REPORTERS.get(report.form.party, "{unit}"))
    return template.format(unit=inner_name(report.unit.name))


def day_line(place: str, day: date, language: str) -> str:
    """As in: Hải Phòng, ngày 20 tháng 6 năm 2026 (days below 10, months below 3: a nought)."""
    if language == "vi":
        month = f"{day.month:02d}" if day.month < 3 else str(day.month)
        said = f"ngày {day.day:02d} tháng {month} năm {day.year}"
    else:
        said = Formats(language).day(day)
    return f"{place}, {said}" if place else said


def inner_name(name: str) -> str:
    """A unit's name as it stands inside a sentence: "thành phố Hải Phòng"."""
    return f"{name[0].lower()}{name[1:]}" if name.startswith(_TYPES) else name


_TYPES = (
    "Thành phố ", "Tỉnh ", "Xã ", "Phường ", "Đặc khu ", "Huyện ", "Quận ", "Thị xã ",
    "Cụm công nghiệp ",
)  # fmt: skip


def _short(name: str) -> str:
    return next((name.removeprefix(word) for word in _TYPES if name.startswith(word)), name)
