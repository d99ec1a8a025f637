#!/usr/bin/env python3
"""Checks the public record of a debate, with Python alone and nothing of Agora's.

    python3 verify.py record.json [HEAD]

The record is linked from a closed debate's page. HEAD are the digits that the result message in the chat shows: they
are out of the operator's hands, and only with them it is known that the record is the one that was closed. It says
what is wrong first and ends with 1, or that everything fits together and ends with 0.
"""

import hashlib
import json
import re
import sys
from pathlib import Path

FACTS = ["debate", "article", "edition", "question", "options", "choice", "ballot"]
FACTS += ["opened_at", "closes_at", "tally", "shift", "events"]
FIGURES = ["ledger", "recount", "differences", "undecided", "undatable", "unsettled"]


class Wrong(Exception):
    pass


def must(fits, otherwise):
    if not fits:
        raise Wrong(otherwise)


def is_number(value, below=None):
    return type(value) is int and value >= 0 and (below is None or value < below)


def are_numbers(values, size):
    return isinstance(values, list) and len(values) == size and all(map(is_number, values))


def is_hash(value, digits):
    return isinstance(value, str) and len(value) == digits and re.fullmatch("[0-9a-f]+", value) is not None


def check_form(record):
    must(isinstance(record, dict), "this is no record")
    for key in [*FACTS, "ballots", "certificate", "history", "head"]:
        must(key in record, f"'{key}' is missing")
    for key in ["debate", "article", "edition", "question", "opened_at", "closes_at"]:
        must(isinstance(record[key], str), f"'{key}' is no text")
    options, certificate = record["options"], record["certificate"]
    must(isinstance(options, list) and all(isinstance(label, str) for label in options), "the options are no labels")
    must(record["choice"] in ("single", "multiple"), "the choice is neither single nor multiple")
    must(record["ballot"] in ("reactions", "buttons"), "the ballot is neither by reactions nor by buttons")
    must(are_numbers(record["tally"], len(options)), "the tally is not a number for each option")
    must(is_number(record["events"]), "the events are no number")
    must(is_hash(record["history"], 64) and is_hash(record["head"], 64), "the history or the head is no SHA-256")
    must(isinstance(certificate, dict), "there is no certificate")
    must(all(is_number(certificate.get(key)) for key in FIGURES), "a figure of the certificate is no number")
    must(certificate.get("recounted") in ("exact", "partial", "no"), "it is not said what was recounted")
    must(certificate.get("head") == record["head"], "the certificate names another head")
    if record["choice"] == "single":
        shift, size = record["shift"], len(options) + 1
        must(isinstance(shift, list) and len(shift) == size, "the shift is no table")
        must(all(are_numbers(row, size) for row in shift), "the shift is no table")
    else:
        must(record["shift"] is None, "there is a shift, though several answers are allowed")
    if record["ballot"] == "buttons":
        must(record["ballots"] is None, "there are ballots, though the ballot was secret")
    else:
        must(isinstance(record["ballots"], list), "there are no ballots")


def check_ballots(record):
    """Each ballot as (code, first, [last …]), in the order of the codes."""
    size, several, before, ballots = len(record["options"]), record["choice"] == "multiple", "", []
    for ballot in record["ballots"] or []:
        must(isinstance(ballot, dict) and set(ballot) == {"code", "first", "last"}, f"after {before} is no ballot")
        code, first, last = ballot["code"], ballot["first"], ballot["last"]
        must(is_hash(code, 16), f"after {before} is a ballot without a code")
        must(code > before, f"{code} is not in its place, or there twice")
        must(first is None or is_number(first, size), f"{code} began with no option")
        if several and last is not None:
            must(isinstance(last, list) and last, f"{code} chose no options")
        chosen = [] if last is None else last if several else [last]
        must(all(is_number(option, size) for option in chosen), f"{code} chose an option that is not there")
        must(chosen == sorted(set(chosen)), f"{code} chose an option twice")
        ballots.append((code, first, chosen))
        before = code
    return ballots


def check_counts(record, ballots):
    size, certificate = len(record["options"]), record["certificate"]
    tally, shift = [0] * size, [[0] * (size + 1) for _ in range(size + 1)]
    for _, first, chosen in ballots:
        for option in chosen:
            tally[option] += 1
        shift[size if first is None else first][chosen[0] if chosen else size] += 1
    if record["ballots"] is not None:
        must(record["tally"] == tally, "the tally says {}, the ballots {}".format(record["tally"], tally))
        voters = sum(1 for _, _, chosen in ballots if chosen)
        recount = certificate["recount"]
        must(recount == voters, f"the certificate says {recount} votes, the ballots {voters}")
    if record["choice"] == "single":
        must(sum(record["tally"]) == certificate["recount"], "the tally and the certificate have different sums")
        columns = [sum(row[option] for row in record["shift"]) for option in range(size)]
        must(columns == record["tally"], "the columns of the shift do not add up to the tally")
        must(record["ballots"] is None or record["shift"] == shift, "the shift is not that of the ballots")


def head_of(record, ballots):
    """What the head must be: over the history's last hash, the facts, and a line for each ballot."""
    covered = {key: record[key] for key in FACTS}
    figures = record["certificate"].items()
    covered["certificate"] = {key: value for key, value in figures if value and key not in ("head", "notes")}
    text = json.dumps(covered, sort_keys=True, separators=(",", ":"))
    for code, first, chosen in ballots:
        last = ",".join(map(str, chosen)) or "-"
        text += "\n{} {} {}".format(code, "-" if first is None else first, last)
    return hashlib.sha256(bytes.fromhex(record["history"]) + b"closed " + text.encode()).hexdigest()


def check(record, shown=""):
    """The head, if everything fits together; raises Wrong."""
    check_form(record)
    ballots = check_ballots(record)
    check_counts(record, ballots)
    must(head_of(record, ballots) == record["head"], "the head is not that of this record: something was changed")
    must(record["head"].startswith(shown), "the chat shows {}, the record's head is {}".format(shown, record["head"]))
    return record["head"]


def main(arguments):
    if not 1 <= len(arguments) <= 2:
        print(__doc__.strip(), file=sys.stderr)
        return 2
    try:
        record = json.loads(Path(arguments[0]).read_text(encoding="utf-8"))
        head = check(record, "".join(arguments[1:]).lower())
    except OSError as error:
        print(f"{arguments[0]} can't be read: {error.strerror}", file=sys.stderr)
        return 1
    except (ValueError, RecursionError):
        print(f"{arguments[0]} is no JSON: download it again", file=sys.stderr)
        return 1
    except Wrong as wrong:
        print(f"WRONG: {wrong}", file=sys.stderr)
        return 1
    print(f"Right: {record['certificate']['recount']} votes, {record['events']} events, head {head}")
    for label, votes in zip(record["options"], record["tally"], strict=True):
        print(f"{votes:8d}  {label!r}")
    if len(arguments) == 1:
        print(f"Compare with the chat: the result message there must show {head[:8]}.")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
