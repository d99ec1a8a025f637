"""The certificate in words."""

from __future__ import annotations

from bot.core.certificate import Certificate, Recounted
from bot.core.words import Words


def certificate_sentence(certificate: Certificate | None, words: Words) -> str:
    """What the closing recount found, in one or two sentences; empty without a certificate."""
    if certificate is None:
        return ""
    if certificate.of_buttons:
        return words.say("certificate-buttons", recount=certificate.recount)
    if certificate.recounted is Recounted.NO:
        return words.say("certificate-no", recount=certificate.recount)
    return words.say(
        "certificate-exact" if certificate.recounted is Recounted.EXACT else "certificate-partial",
        ledger=certificate.ledger,
        recount=certificate.recount,
        differences=certificate.differences,
    )


def certificate_notes(certificate: Certificate | None, words: Words) -> tuple[str, ...]:
    """Ballots that a rule touched, and the certificate's own notes."""
    if certificate is None:
        return ()
    notes = []
    if certificate.undecided:
        notes.append(words.say("certificate-undecided", ballots=certificate.undecided))
    if certificate.undatable:
        notes.append(words.say("certificate-undatable", ballots=certificate.undatable))
    notes.extend(words.say(note.key, **dict(note.args)) for note in certificate.notes)
    return tuple(notes)
