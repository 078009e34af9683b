"""Bodies of requests about proposals."""

from datetime import date
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from cluster_gis.domain.proposal_moves import Details, Document

Words = Annotated[str, Field(max_length=4000)]
Short = Annotated[str, Field(max_length=200)]


class _Body(BaseModel):
    model_config = ConfigDict(extra="forbid")


class DocumentIn(_Body):
    """A paper: number as printed and the day it was signed."""

    number: Short
    signed_on: date
    signer: Short | None = None
    attachment: int | None = None

    def to_document(self) -> Document:
        """The record of the domain."""
        return Document(
            number=self.number.strip(),
            signed_on=self.signed_on,
            signer=(self.signer or "").strip() or None,
            attachment=self.attachment,
        )


class MoveIn(_Body):
    """A move and what is given with it; the table of moves says what each needs."""

    move: Short
    reason: Words | None = None
    document: DocumentIn | None = None
    requested: list[Words] = Field(default_factory=list, max_length=100)
    result: Short | None = None
    opinion: Words | None = None
    received_on: date | None = None

    def to_details(self) -> Details:
        """The record of the domain."""
        return Details(
            reason=self.reason,
            document=None if self.document is None else self.document.to_document(),
            requested=tuple(self.requested),
            result=self.result,
            opinion=self.opinion,
            received_on=self.received_on,
        )


class OpinionsIn(_Body):
    """Agencies to be asked. due_on left out: the province's own limit, when one is recorded."""

    agencies: list[Short] = Field(max_length=40)
    required: bool = True
    due_on: date | None = None


class OpinionIn(_Body):
    """An opinion: agree, agree_with_conditions or disagree, with its text."""

    result: Short
    body: Words
    document: DocumentIn | None = None


class ReplyIn(_Body):
    """What was taken over of an opinion, or why not."""

    body: Words


class CommentIn(_Body):
    """A remark; about "vertex" comes with lon, lat (EPSG:4326)."""

    body: Words
    about: Short = "proposal"
    target: Short | None = None
    item_key: Short | None = None
    lon: float | None = Field(default=None, ge=-180, le=180)
    lat: float | None = Field(default=None, ge=-90, le=90)
    reply_to: int | None = None


class PaperIn(_Body):
    """A paper of a step of the ladder."""

    step: Short
    document: DocumentIn
    agency: Short | None = None
    title: Short | None = None
