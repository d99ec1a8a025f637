"""Certifying: what a closing recount read and mended, put into its certificate."""

from __future__ import annotations

from bot.core.certificate import Certificate, Note, Recounted
from bot.services.listening import Cut
from bot.services.records import Mended
from bot.services.recounting import Readings

_WHOLE = Cut()


def certificate_of_buttons(saves: Readings, mended: Mended, cut: Cut) -> Certificate:
    """What was pressed is in the ledger alone; `saves` and `cut` tell what else could not be read in whole."""
    short = {post for post, (scan, _) in saves.scans.items() if scan.short}
    unsure = len(saves.unread.keys() | saves.unsettled | short)
    saved = (Note("note-saves-cut", (("posts", unsure),)),) if unsure else ()
    return Certificate(
        recounted=Recounted.NO,
        ledger=mended.ledger,
        recount=mended.recount,
        undecided=mended.undecided,
        notes=(Note("note-buttons"), *mended.notes, *saved, *_cut_told(cut)),
    )


def certificate(
    readings: Readings, mended: Mended, *, gap: Note | None, deleted: int, cut: Cut = _WHOLE
) -> Certificate:
    """Put what a closing recount read and mended into its certificate; `deleted` posts are none of what it read.

    `gap` tells of the time around closing in which nobody listened, `cut` of what was said and not read in whole.
    """
    short = any(scan.short for scan, _ in readings.scans.values())
    if not readings.scans:
        recounted = Recounted.NO
    elif readings.unread or short or readings.unsettled:
        recounted = Recounted.PARTIAL
    else:
        recounted = Recounted.EXACT
    notes = list(mended.notes)
    if gap is not None:
        notes.append(gap)
    if readings.unread:
        notes.append(Note("note-unread", (("posts", len(readings.unread)),)))
    if readings.unsettled:
        notes.append(Note("note-unsettled", (("posts", len(readings.unsettled)),)))
    if short:
        notes.append(Note("note-short"))
    if deleted:
        notes.append(Note("note-gone", (("posts", deleted),)))
    notes.extend(_cut_told(cut))
    return Certificate(
        recounted=recounted,
        ledger=mended.ledger,
        recount=mended.recount,
        differences=mended.added + mended.removed,
        undecided=mended.undecided,
        undatable=mended.undatable,
        unsettled=len(readings.unsettled),
        notes=tuple(notes),
    )


def _cut_told(cut: Cut) -> tuple[Note, ...]:
    notes = []
    if cut.posts:
        notes.append(Note("note-replies-cut", (("posts", cut.posts),)))
    if cut.lines:
        notes.append(Note("note-sparks-cut", (("lines", cut.lines),)))
    return tuple(notes)
