"""The covering report in words, drawn from the figures of form 04 or 03: nothing is made up.

A sentence stands only where its figure is known; a partial figure says how far it reaches; what is
not known is named in a paragraph of its own.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from cluster_gis.domain.progress_words import DELAY_CAUSE
from cluster_gis.domain.questions import Question
from cluster_gis.domain.reporting.cells import Cell
from cluster_gis.domain.reporting.forms import Figure
from cluster_gis.formats import Formats
from cluster_gis.i18n import N_, Translator, translator
from cluster_gis.reports.form_words import inner_name, period_words, unit_words
from cluster_gis.services.make_report import Report
from cluster_gis.services.report_context import ReportContext

#: Late milestones named one by one; more are counted.
MOST_NAMED = 8
#: Figures told of, by section of the covering report; those of one line belong together.
_RESULTS: tuple[tuple[str, tuple[tuple[str, ...], ...]], ...] = (
    (N_("Establishment in the period"), (("5", "6"),)),
    (N_("Infrastructure investment"), (("9", "10"), ("11", "12"), ("13", "14"))),
    (N_("Projects in the clusters"), (("20", "21", "22"), ("23", "24", "25"))),
    (N_("Land and fill rate"), (("17", "18"), ("19",))),
    (N_("Central wastewater treatment"), (("26", "27"),)),
    (N_("Clusters at work without establishment"), (("15.2", "16.2"),)),
)
_GENERAL = (("1", "2"), ("3", "4"), ("7", "8"), ("15", "16"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A heading with its paragraphs. level: 1 = I, II…; 2 = below it."""

    heading: str
    level: int
    paragraphs: tuple[str, ...]


def tell_report(report: Report, context: ReportContext, language: str) -> list[Section]:
    """The sections of the covering report; one without anything to say is left out."""
    teller = _Teller(report, context, language)
    sections = [
        Section(heading=heading, level=level, paragraphs=tuple(paragraphs))
        for heading, level, paragraphs in teller.sections()
    ]
    return [one for one in sections if one.paragraphs or one.level == 1]


class _Teller:
    def __init__(self, report: Report, context: ReportContext, language: str) -> None:
        self.report, self.context, self.language = report, context, language
        self._: Translator = translator(language)
        self.formats = Formats(language)
        self.cells = {cell.number: cell for cell in report.cells}

    def sections(self) -> Iterator[tuple[str, int, list[str]]]:
        """(heading, level, paragraphs) in order."""
        yield self._(N_("I. General situation")), 1, [self.opening(), *self.lines(_GENERAL)]
        results = [(heading, told) for heading, groups in _RESULTS if (told := self.lines(groups))]
        nothing = "- " + self._(N_("The register holds no figure of the results in the period."))
        yield self._(N_("II. Results in the period")), 1, [] if results else [nothing]
        for place, (heading, told) in enumerate(results, 1):
            yield f"{place}. {self._(heading)}", 2, told
        yield self._(N_("III. Difficulties and causes")), 1, self.difficulties()
        yield self._(N_("IV. Tasks and proposals")), 1, self.proposals()

    def opening(self) -> str:
        """What the report is of."""
        return self._(
            N_(
                "Data of {unit} are fixed on {day} for the {period}, from the register as known "
                "on {moment}."
            )
        ).format(
            unit=inner_name(self.report.unit.name),
            day=self.formats.day(self.report.cut_off),
            period=period_words(self.report.period, self.language),
            moment=self.formats.moment(self.report.known_at) if self.report.known_at else "–",
        )

    def lines(self, groups: tuple[tuple[str, ...], ...]) -> list[str]:
        """One paragraph a group of figures that are known."""
        told = []
        for group in groups:
            said = [self.figure(number) for number in group]
            known = [text for text in said if text]
            if known:
                told.append(f"- {'; '.join(known)}.")
        return told

    def figure(self, number: str) -> str:
        """Label, value, how far it reaches, and the change against a year before; "" = unknown."""
        cell, figure = self.cells.get(number), self._figure(number)
        if cell is None or figure is None or cell.value is None:
            return ""
        label = figure.label.of(self.language).partition(":")[0].rstrip(" (")
        unit = unit_words(figure, self.language).lower() if figure.unit != "ha" else "ha"
        gap = "" if figure.unit == "percent" else " "
        text = f"{label}: {self.formats.number(cell.value)}{gap}{unit}"
        notes = [note for note in (self.reach(cell, figure), self.change(figure, cell)) if note]
        return f"{text} ({'; '.join(notes)})" if notes else text

    def _figure(self, number: str) -> Figure | None:
        found = [figure for figure in self.report.form.values if figure.number == number]
        return found[0] if found else None

    def reach(self, cell: Cell, figure: Figure) -> str:
        """Of how many clusters a partial figure is."""
        if cell.state != "partial":
            return ""
        if cell.missing:
            return self._(N_("figures of {known} of {members} clusters")).format(
                known=len(cell.parts), members=cell.members
            )
        if cell.undecided and figure.aggregate == "count":
            return self._(N_("of {n} more clusters it is not known")).format(n=len(cell.undecided))
        return self._(N_("not complete"))

    def change(self, figure: Figure, cell: Cell) -> str:
        """Against the same period a year before; only where that figure is known too."""
        before = self.context.before
        earlier = None
        if before is not None:
            earlier = next((c for c in before.cells if c.number == figure.number), None)
        if earlier is None or earlier.value is None or cell.value is None:
            return ""
        difference = cell.value - earlier.value
        year = self.report.period.before.year
        if difference == 0:
            return self._(N_("as in the same period of {year}")).format(year=year)
        text = (
            N_("{amount} more than in the same period of {year}")
            if difference > 0
            else N_("{amount} less than in the same period of {year}")
        )
        return self._(text).format(amount=self.formats.number(abs(difference)), year=year)

    def difficulties(self) -> list[str]:
        """Late milestones with their causes, and what is not known."""
        told = []
        late = self.context.late
        if late:
            clusters = len({stone.code for stone in late})
            told.append(
                "- "
                + self._(
                    N_("{n} milestones of {clusters} clusters are behind the set schedule.")
                ).format(n=len(late), clusters=clusters)
            )
            told += [
                "  + "
                + self._(N_("{cluster}: {stone}, due {day}, {days} days late")).format(
                    cluster=self.report.names.get(stone.code, stone.code),
                    stone=stone.name,
                    day=self.formats.day(stone.due),
                    days=self.formats.number(stone.days),
                )
                + (f" – {stone.reason}" if stone.reason else "")
                + "."
                for stone in sorted(late, key=lambda stone: -stone.days)[:MOST_NAMED]
            ]
            causes = Counter(stone.cause for stone in late if stone.cause)
            if causes:
                listed = ", ".join(
                    f"{self._(DELAY_CAUSE[code])} ({n})" for code, n in causes.most_common()
                )
                told.append("- " + self._(N_("Causes recorded: {causes}.")).format(causes=listed))
            else:
                told.append("- " + self._(N_("The register holds no cause of these delays.")))
        elif self.context.dated:
            told.append("- " + self._(N_("No milestone of the register is late on that day.")))
        else:
            told.append("- " + self._(N_("The register holds no set schedule of these clusters.")))
        told += self.asked()
        empty = [
            figure.number
            for figure in self.report.form.values
            if self.cells[figure.number].value is None
        ]
        if empty:
            told.append(
                "- "
                + self._(
                    N_("No figure is known for rows {rows}; the form says what is missing.")
                ).format(rows=", ".join(empty))
            )
        return told

    def asked(self) -> list[str]:
        """Questions and difficulties of the period, with what became of them by the cut-off."""
        asked, day = self.context.questions, self.report.cut_off
        if not asked:
            return []
        waiting = [one for one in asked if one.answered_on is None or one.answered_on > day]
        told = [
            "- "
            + self._(
                N_(
                    "{n} questions and difficulties were reported or open in the period; "
                    "{waiting} are not answered yet."
                )
            ).format(n=len(asked), waiting=len(waiting))
        ]
        named = [*waiting, *(one for one in asked if one not in waiting)][:MOST_NAMED]
        return told + [f"  + {self._asked(one)}." for one in named]

    def _asked(self, one: Question) -> str:
        """One question: of what, by whom, where it lies or when it was answered."""
        about = self.report.names.get(one.cluster_code or "", one.rule or "")
        where = self._(N_("waits for: {who}")).format(who=self._(one.desk.label))
        if one.is_overdue(self.report.cut_off) and one.due_on is not None:
            where += self._(N_(", due {day}, overdue")).format(day=self.formats.day(one.due_on))
        if one.answered_on is not None and one.answered_on <= self.report.cut_off:
            where = self._(N_("answered on {day} by {who}")).format(
                day=self.formats.day(one.answered_on), who=self._(one.desk.label)
            )
        said = f"{one.title} ({one.asked_by}, {self.formats.day(one.asked_on)})"
        return f"{about}: {said} – {where}" if about else f"{said} – {where}"

    def proposals(self) -> list[str]:
        """What follows from the figures; to be completed by the office."""
        told = []
        lacking: Counter[str] = Counter()
        for cell in self.report.cells:
            lacking.update({*cell.missing, *cell.undecided})
        if lacking:
            told.append(
                "- "
                + self._(
                    N_(
                        "Communes and infrastructure investors to complete the data of {n} "
                        "clusters of which figures are missing."
                    )
                ).format(n=len(lacking))
            )
        if self.context.late:
            told.append(
                "- "
                + self._(
                    N_("Investors to report causes and a binding schedule for the late milestones.")
                )
            )
        operating, treated = self.value("15"), self.value("27")
        built = self.value("26")
        if operating and built is not None and built < operating:
            told.append(
                "- "
                + self._(
                    N_(
                        "Central wastewater treatment to be built: {built} of {operating} clusters "
                        "at work have it or are building it."
                    )
                ).format(built=self.formats.number(built), operating=self.formats.number(operating))
            )
        if built and treated is not None and treated < built:
            told.append(
                "- "
                + self._(
                    N_("{n} treatment systems do not meet the standard or are not finished.")
                ).format(n=self.formats.number(built - treated))
            )
        unestablished = self.value("15.2")
        if unestablished:
            told.append(
                "- "
                + self._(
                    N_("{n} clusters at work without establishment to be settled by law.")
                ).format(n=self.formats.number(unestablished))
            )
        return told

    def value(self, number: str) -> Decimal | None:
        """The value of a row."""
        cell = self.cells.get(number)
        return None if cell is None else cell.value
