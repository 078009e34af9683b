"""What each form of a proposal's page does. Each returns the part of the page to go on to."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from api.pages.context import parse_day
from cluster_gis.domain.proposal_moves import Details, Document
from cluster_gis.errors import InvalidInput
from cluster_gis.i18n import N_
from cluster_gis.services.ask_opinions import give_opinion, reply_to_opinion, request_opinions
from cluster_gis.services.comment_proposal import NewComment, add_comment, settle_comment
from cluster_gis.services.decide_proposal import approve_proposal
from cluster_gis.services.move_proposal import move_proposal
from cluster_gis.services.review_proposal import NewFile, attach_file, record_step
from cluster_gis.services.undo_decision import start_undo
from cluster_gis.services.write_proposal import Writer
from cluster_gis.storage.queries.proposals import get_proposal


@dataclass(slots=True, kw_only=True)
class FormSent:
    """A form as sent. seen: the version it was filled against. file: name and bytes."""

    session: Session
    writer: Writer
    proposal_id: int
    fields: Mapping[str, str]
    file: tuple[str, bytes]
    seen: int | None

    def text(self, name: str) -> str:
        """A field, without the space around it; empty when it is not there."""
        return self.fields.get(name, "").strip()

    def day(self, name: str) -> date | None:
        """A day as people or browsers write it; None = not given."""
        text = self.text(name)
        return parse_day(text, name) if text else None

    def number(self, name: str) -> int:
        """A whole number; 0 when there is none."""
        text = self.text(name)
        return int(text) if text.isdigit() else 0

    def document(self) -> Document | None:
        """The paper named, its file kept first; None = number or day is missing."""
        number, signed_on = self.text("number"), self.day("signed_on")
        if not number or signed_on is None:
            return None
        attachment = self.keep() if self.file[1] else None
        signer = self.text("signer") or None
        return Document(number=number, signed_on=signed_on, signer=signer, attachment=attachment)

    def keep(self) -> int:
        """Attach the file; the version moves on with it."""
        name, content = self.file
        new = NewFile(name=name, media_type="application/octet-stream", content=content)
        kept = attach_file(self.session, self.proposal_id, new, self.writer, expected=self.seen)
        self.seen = get_proposal(self.session, self.proposal_id).version
        return kept


@dataclass(frozen=True, slots=True, kw_only=True)
class SentBack:
    """A form that is shown again. form: which one; field: what its message is about.

    anchor: where on the page it stands. file: name of the file, which must be chosen again.
    """

    form: str
    anchor: str
    fields: Mapping[str, str]
    field: str
    file: str


#: Form -> where it stands, when not under its own name.
_ANCHORS = {"comment": "remark", "settle": "comments", "attach": "files"}


def sent_form(fields: Mapping[str, str], field: str, file: str) -> SentBack:
    """The form that was sent, to be filled again with what was typed."""
    what = fields.get("what", "")
    form = {
        "move": f"move-{fields.get('move', '')}",
        "opinion": f"opinion-{fields.get('opinion_id', '')}",
        "reply": f"reply-{fields.get('opinion_id', '')}",
    }.get(what, what)
    return SentBack(
        form=form, anchor=_ANCHORS.get(what, form), fields=fields, field=field, file=file
    )


def do_form(form: FormSent) -> str:
    """Do what the form says; returns the address to go on to."""
    what = form.text("what")
    if what not in _FORMS:
        raise InvalidInput(
            N_("{field}: {value} is not known; one of {expected} is expected."),
            field="what",
            value=repr(what),
            expected=", ".join(_FORMS),
        )
    return _FORMS[what](form)


def _here(form: FormSent, part: str = "") -> str:
    return f"/proposals/{form.proposal_id}{part}"


def _move(form: FormSent) -> str:
    document = form.document()
    given = Details(
        reason=form.text("reason") or None,
        document=document,
        requested=tuple(form.text("requested").splitlines()),
        result=form.text("result") or None,
        opinion=form.text("opinion") or None,
        received_on=form.day("received_on"),
    )
    name = form.text("move")
    args = (form.session, form.proposal_id)
    if name == "approve":
        approve_proposal(*args, given, form.writer, expected=form.seen)
    else:
        move_proposal(*args, name, given, form.writer, expected=form.seen)
    return _here(form)


def _ask(form: FormSent) -> str:
    request_opinions(
        form.session,
        form.proposal_id,
        form.text("agencies").splitlines(),
        form.writer,
        expected=form.seen,
        due_on=form.day("due_on"),
    )
    return _here(form, "#opinions")


def _opinion(form: FormSent) -> str:
    document = form.document()
    give_opinion(
        form.session,
        form.proposal_id,
        form.number("opinion_id"),
        form.writer,
        result=form.text("result"),
        body=form.text("body"),
        document=document,
        expected=form.seen,
    )
    return _here(form, "#opinions")


def _reply(form: FormSent) -> str:
    number = form.number("opinion_id")
    reply_to_opinion(
        form.session,
        form.proposal_id,
        number,
        form.text("reply"),
        form.writer,
        expected=form.seen,
    )
    return _here(form, "#opinions")


def _comment(form: FormSent) -> str:
    about, _, target = form.text("about").partition(":")
    item_key, _, target = target.partition(":") if ":" in target else ("", "", target)
    remark = NewComment(
        body=form.text("body"),
        about=about or "proposal",
        target=target or None,
        item_key=item_key or None,
        lon=_degrees(form, "lon"),
        lat=_degrees(form, "lat"),
        reply_to=form.number("reply_to") or None,
    )
    add_comment(form.session, form.proposal_id, remark, form.writer)
    return _here(form, "#comments")


def _degrees(form: FormSent, name: str) -> float | None:
    text = form.text(name)
    if not text:
        return None
    try:
        return float(text)
    except ValueError:
        raise InvalidInput(
            N_("{field} is {value}; a number is expected, with a point for decimals."),
            field=name,
            value=repr(text),
        ) from None


def _settle(form: FormSent) -> str:
    settle_comment(form.session, form.proposal_id, form.number("comment_id"), form.writer)
    return _here(form, "#comments")


def _paper(form: FormSent) -> str:
    document = form.document()
    if document is None:
        raise InvalidInput(
            N_("{field}: number and day of the paper are expected."), field="document"
        )
    record_step(
        form.session,
        form.proposal_id,
        form.text("step"),
        document,
        form.writer,
        expected=form.seen,
        agency=form.text("agency") or None,
    )
    return _here(form, "#ladder")


def _attach(form: FormSent) -> str:
    form.keep()
    return _here(form, "#files")


def _undo(form: FormSent) -> str:
    made = start_undo(form.session, form.proposal_id, form.writer, reason=form.text("reason"))
    return f"/proposals/{made}"


_FORMS: Mapping[str, Callable[[FormSent], str]] = {
    "move": _move,
    "ask": _ask,
    "opinion": _opinion,
    "reply": _reply,
    "comment": _comment,
    "settle": _settle,
    "paper": _paper,
    "attach": _attach,
    "undo": _undo,
}
