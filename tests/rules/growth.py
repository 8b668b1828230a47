"""Frameworks of any size for the tests of growth: each makes much of one thing.

Every text holds the size, so that nothing that was worked out for one size helps with another.
"""

import json
import re
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from .. import workbooks

Files = dict[str, str]
MARKER = "DO NOT EDIT ABOVE THIS LINE - PLEASE ADD NOTES BELOW"


class Input(NamedTuple):
    """Files, and those of the base where they are compared with one."""

    files: Mapping[str, str | bytes]
    base: Mapping[str, str | bytes] | None = None


def technique(
    number: int = 1,
    name: str = "Spread Rumors",
    *,
    summary: str = "A rumor.",
    above: str = "",
    rows: str = "",
    counters: str = "",
    notes: str = "",
) -> Files:
    """The page of a technique."""
    found = f"T{number:04}"
    return {
        f"generated_pages/techniques/{found}.md": f"# Technique {found}: {name}\n\n"
        f"**Summary**: {summary}\n\n**Tactic**: TA01 Plan\n\n{above}\n"
        "| Associated Technique | Description |\n| --- | --- |\n\n"
        f"| Incident | Descriptions given for this incident |\n| --- | --- |\n{rows}\n"
        f"| Counters | Response types |\n| --- | --- |\n{counters}\n{MARKER}\n{notes}"
    }


def incident(number: int = 1, *, rows: str = "", references: str = "", notes: str = "") -> Files:
    """The page of an incident."""
    found = f"I{number:05}"
    return {
        f"generated_pages/incidents/{found}.md": f"# Incident {found}: The river {number}\n\n"
        f"* **Summary:** It was dry {number}.\n\n* **incident type**: incident\n\n"
        "* **Year started:** 2024\n\n* **Countries:** Canada\n\n* **Found via:** news\n\n"
        "* **Date added:** 2024-07-08\n\n"
        f"| Reference | Pub Date | Authors | Org | Archive |\n| - | - | - | - | - |\n{references}\n"
        f"| Technique | Description given for this incident |\n| --- | --- |\n{rows}\n"
        f"{MARKER}\n{notes}"
    }


def counter(number: int, rows: str) -> Files:
    """The page of a counter."""
    found = f"C{number:05}"
    return {
        f"generated_pages/counters/{found}.md": f"# Counter {found}: Warn {number}\n\n"
        "**Metatechnique**: M001 Resilience\n\n**Summary**: Warn.\n\n"
        f"| Counters these Techniques |\n| --- |\n{rows}\n{MARKER}\n"
    }


def index(files: Mapping[str, str], kind: str = "techniques", text: str = "Spread Rumors") -> Files:
    """The index of the pages of a kind."""
    stems = [path.rpartition("/")[2].removesuffix(".md") for path in files if f"/{kind}/" in path]
    rows = "".join(
        f'<tr>\n<td><a href="{kind}/{stem}.md">{stem}</a></td>\n<td>{text}</td>\n'
        "<td>A rumor.</td>\n<td>TA01</td>\n</tr>\n"
        for stem in stems
    )
    heads = ("disarm_id", "name", "summary", "tactic_id")
    header = "".join(f"<th>{name}</th>\n" for name in heads)
    table = f'<table border="1">\n<tr>\n{header}</tr>\n{rows}</table>\n'
    return {f"generated_pages/{kind}_index.md": f"# DISARM {kind.capitalize()}:\n\n{table}"}


def _lines(count: int, line: Callable[[int], str]) -> str:
    return "".join(f"{line(number)}\n" for number in range(count))


def _pair(n: int, text: Callable[[int], str], cell: Callable[[int], str] | None = None) -> Files:
    rows = _lines(n, lambda i: f"| T0001 | {text(i)} |")
    cells = _lines(n, lambda i: f"| I00001 | {(cell or text)(i)} |")
    return technique(rows=cells) | incident(rows=rows)


def equal_rows(n: int) -> Input:
    """Many equal rows of one pair."""
    return Input(_pair(n, lambda i: f"the rumor of {n} rivers"))


def doubled_rows(n: int) -> Input:
    """Many rows of one pair, each there twice, and doubled in the cell."""
    text = "the rumor {0} of {1} rivers, the rumor {0} of {1} rivers"
    return Input(
        _pair(n, lambda i: f"the rumor {i // 2} of {n} rivers", lambda i: text.format(i // 2, n))
    )


def different_rows(n: int) -> Input:
    """Many rows of one pair with different paragraphs."""
    paragraph = "the river is as dry as ever it was in the year {}<br>"
    cell = "".join(paragraph.format(n + i % 40) for i in range(80))
    return Input(_pair(n, lambda i: f"{paragraph.format(n + i)}x", lambda i: cell))


def joined_rows(n: int) -> Input:
    """Cells that join all of many rows of one pair."""
    joined = ", ".join(f"rumor {i} of {n}" for i in range(n))
    return Input(
        technique(rows=f"| I00001 | {joined} |\n" * 3)
        | incident(rows=_lines(n, lambda i: f"| T0001 | rumor {i} of {n} |"))
    )


def near_equal_texts(n: int) -> Input:
    """Many descriptions of an incident that are nearly the same."""
    text = " ".join(f"word{i}" for i in range(20))
    return Input(incident(rows=_lines(n, lambda i: f"| T{i:04} | {text} {n}{i} (T8888) |")))


def citing_rows(n: int) -> Input:
    """Many rows that cite techniques that are not listed."""
    return Input(
        incident(
            rows=_lines(n, lambda i: f"| T{i:04} | rumor {n} (T{i + 5000}) |")
            + _lines(n, lambda i: f"| T0001.{i % 1000:03} | rumor {n} {i} (T0001) |")
        )
    )


def shared_texts(n: int) -> Input:
    """Many incidents with one text, and many with a passage in common."""
    passage = " ".join(f"of{n}the{i % 9}river{i}" for i in range(40))
    files = technique()
    for i in range(1, n + 1):
        texts = (f"| T0001 | {passage} |", f"| T0002 | {i // 9} {passage} {i // 9} {n} |")
        files |= incident(i, rows="\n".join(texts) + "\n")
    return Input(files | index(files, "incidents"))


def citations(n: int) -> Input:
    """Many IDs that no page has, many misspelled, many with another name."""
    said = _lines(n, lambda i: f"T{i % 9000 + 999:04}: Rumor{n}{i}\n\nT{i:05}: Rumor{n}{i}\n")
    named = _lines(n, lambda i: f"T0001: Rumor {n} {i}\n")
    files = technique(notes=said + "\n" + named)
    return Input(files | index(files))


def links(n: int) -> Input:
    """Many links that lead nowhere, elsewhere, or to no heading."""
    links = _lines(
        n,
        lambda i: (
            f"[a](x{n}{i}.md) [b](#h{n}{i}) [](y) [T0002](T0001.md) [T0001 X{i}](T0001.md)"
            f" [c](/x{i}) [d](t0001.md) [e](http//x{i}) [f](a b{i}.md) [g](#H-{n}-{i})"
            f" [https://a{i}.example/](https://b{i}.example/)\n"
        ),
    )
    files = technique(notes=_lines(n, lambda i: f"# h {n} {i}\n") + links)
    return Input(files | index(files))


def tags(n: int) -> Input:
    """Many tags that are not closed, and many links in HTML."""
    cell = "| I{:05} | <i>x<b>y</i> <a href=x{} href=y onclick=z{}>t</a></u> |"
    return Input(technique(rows=_lines(n, lambda i: cell.format(i, n, i))))


def odd_characters(n: int) -> Input:
    """Many characters that nobody sees, and much text in the wrong encoding."""
    cell = "| I{:05} | a\u200bb{} c\u00a0d Ã©{} T0000 TODO: x |"
    return Input(technique(rows=_lines(n, lambda i: cell.format(i, i, n + i))))


def fields_and_tables(n: int) -> Input:
    """Many fields and tables, known ones and unknown ones."""
    above = _lines(n, lambda i: f"**F{n}{i}**: x\n\n**Tactic**: TA{i % 90:02} y\n")
    tables = _lines(n, lambda i: f"| k{n}{i} |\n| - |\n| a | b |\n")
    files = technique(above=above + tables)
    return Input(files | index(files))


def references(n: int) -> Input:
    """Many references, some of them twice."""
    row = "| https://a.example/{0} | {0} | a | b | https://web.archive.org/web/2020/https://b/{0} |"
    return Input(incident(references=_lines(n, lambda i: row.format(f"{n}{i // 2}"))))


def markers(n: int) -> Input:
    """Many copies of a page in its file, and many markers."""
    copy = f"\n# Technique T0001: Spread Rumors\n\n**Summary**: {n}\n\n{MARKER}\n{MARKER}\n"
    return Input(technique(notes=copy * n))


def index_entries(n: int) -> Input:
    """Many entries of an index that tell something else of one page."""
    files = technique(summary=f"A rumor {n}.")
    return Input(files | index({f"{i}/techniques/T0001.md": "" for i in range(n)}, text=f"R{n}"))


def equal_pages(n: int) -> Input:
    """Many pages with one name, one summary, one source, linking one another."""
    files: Files = {}
    for i in range(1, n + 1):
        links = " ".join(f"[T{k % n + 1:04} R](T{k % n + 1:04}.md#x)" for k in range(i, i + 5))
        files |= technique(i, f"Rumor {n}", summary=f"All of {n}.", notes=f"{links} [b](gone.md)")
        files |= incident(i, references=f"| https://a.example/{n} | 2024/01/01 | a | b | |\n")
    return Input(files | index(files) | index(files, "incidents"))


def equal_parts(n: int) -> Input:
    """Many sub-techniques of one name, and many pages that one does not list in return."""
    files: Files = {}
    for i in range(1, n + 1):
        (page,) = technique(i, f"Rumor {n}", summary=f"{n} {i}").items()
        files[page[0].replace(".md", ".001.md")] = page[1].replace(f"T{i:04}:", f"T{i:04}.001:")
        files |= counter(i, "| T0001 |\n")
    files |= technique(counters=_lines(n, lambda i: f"| C{i + n:05} | x |"))
    return Input(files | index(files) | index(files, "counters"))


def parts_of_one(n: int) -> Input:
    """Many sub-techniques of one technique, all of another tactic than it."""
    files: Files = technique()
    for i in range(1, n + 1):
        (page,) = technique(1, f"Rumor {i}", summary=f"{n} {i}").items()
        text = page[1].replace("T0001:", f"T0001.{i:03}:").replace("TA01 Plan", "TA02 Act")
        files[page[0].replace(".md", f".{i:03}.md")] = text
    return Input(files | index(files))


def changed_pages(n: int) -> Input:
    """Many pages that were removed, and many that are something else than before."""
    old: Files = {}
    new: Files = {}
    for i in range(1, n + 1):
        old |= technique(i, f"Old{i} of {n}", summary=f"rivers {n} dry {i} " * 3)
        old |= technique(i + 5000, f"Gone{i} of {n}", summary=f"lakes {n} deep {i} " * 3)
        notes = f"T{i + 5000}: Gone{i}"
        new |= technique(i, f"New{i} at {n}", summary=f"moons {n} full {i} " * 3, notes=notes)
    return Input(new | index(new), old | index(old))


def faulty_pages(n: int) -> Input:
    """Many pages, each with a fault of its title, its fields or its place in the framework."""
    files: Files = {}
    for i in range(1, n + 1):
        files |= technique(i, f"Rumor  {n} ", summary="")
        link = f"[a](T{i:04}.md)" if i % 2 else ""
        name = f"Rumor {i} of {n}"
        files |= technique(i + n, name, summary=name, notes=link)
        (path, text), *_ = technique(i + 2 * n).items()
        files[path] = text.replace(f"T{i + 2 * n:04}", f"T{i:04}").replace(MARKER, "")
        files[f"generated_pages/techniques/x{i}.md"] = f"x{n}"
        files[f"generated_pages/techniques/y{i}.md"] = ">" * 30 + f" {n}"
        (path, text), *_ = incident(i).items()
        files[path] = text.replace("2024", "2024.0")
    indexed = {path: text for path, text in files.items() if path[-8:-3] > f"T{n // 2:04}"}
    tactics = {f"generated_pages/tactics/TA{i:02}.md": f"# Tactic TA{i:02}: {n}\n" for i in (2, 3)}
    return Input(files | index(indexed) | tactics | index(tactics, "tactics"))


def faulty_rows(n: int) -> Input:
    """Many rows, each with a fault of its own."""
    archive = "https://web.archive.org/web/20200101000000/https://a.example/{0}"
    references = _lines(
        n, lambda i: f"| https://a.example/{n}{i} | 2024/01/01 | a | b | {archive.format(i)} |"
    )
    rows = _lines(n, lambda i: f"| T{i + 2:04} | |") + "| T0001 | a rumor |\n"
    files = technique(rows=f"| I00001 | another rumor {n} T0001: Spread Rumors T0001 |\n")
    files |= incident(rows=rows, references=references)
    return Input(files | index(files) | index(files, "incidents"))


_WORDS = ("administration", "representative", "communication", "international", "understanding")


def _slip(number: int) -> str:
    """A long word with two letters swapped, each time another."""
    word = _WORDS[number % len(_WORDS)]
    at = number // len(_WORDS) % (len(word) - 1)
    return word[:at] + word[at + 1] + word[at] + word[at + 2 :]


def slips(n: int) -> Input:
    """Many texts with a slip of the pen, and many families whose parts say what others say."""
    files: Files = {}
    for i in range(1, n + 1):
        summary = f"people said of {n} {i} rivers that {_slip(i)} was here for years"
        name = f"Introduce {_slip(i + n).capitalize()} {n}{i}"
        files |= technique(i, name, summary=f"{summary}, (*never* mind", rows="| I00001 | a (b |\n")
        (path, text), *_ = technique(i + n, summary=summary).items()
        part = f"T{i + n:04}.001"
        itself = f"| --- | --- |\n| {part} | itself |\n\n| Incident "
        text = text.replace(f"T{i + n:04}:", f"{part}:").replace("TA01", "TA02")
        text = text.replace("| --- | --- |\n\n| Incident ", itself)
        files[path.replace(".md", ".001.md")] = text
        files |= technique(i + n, summary=f"The parent {i} of {n}.")
    references = _lines(
        n,
        lambda i: (
            f"| https://riverherald.example/{n}{i}/2024/03/04/ | 2024/03/05 | a | River Hreald | |"
        ),
    )
    return Input(files | index(files) | incident(references=references))


def emptied_pages(n: int) -> Input:
    """Many incidents that listed techniques before and say nothing now, many with conflicts."""
    old: Files = technique()
    new: Files = technique()
    conflict = f"<<<<<<< HEAD\n{n}\n=======\nnot {n}\n>>>>>>> other\n"
    for i in range(1, n + 1):
        old |= incident(i, rows=_lines(3, lambda k: f"| T0001 | rumor {n} {k} |"))
        (path, text), *_ = incident(i, notes=conflict).items()
        for value in ("incident\n", "2024\n", "Canada\n", "news\n", "2024-07-08\n"):
            text = text.replace(f": {value}", ": \n").replace(f":** {value}", ":** \n")
        new[path] = text
    return Input(new | index(new, "incidents"), old | index(old, "incidents"))


def unknown_word(number: int) -> str:
    """A word of eight letters that no dictionary knows, another for each number."""
    letters = "bcdfghjkmnpqrtvwxz"
    return "x" + "".join(letters[number // len(letters) ** place % 18] for place in range(6)) + "q"


def misspelled_words(n: int) -> Input:
    """Many words that no dictionary knows, in names and texts, some of them misspelled."""
    files: Files = {}
    for i in range(1, n + 1):
        unknown = f"{unknown_word(n * 40 + i)} {unknown_word(n * 80 + i)}"
        slips = ("Cultvate", "reseacher") if i == 1 else ("Cultivate", "researcher")
        name, summary = f"{slips[0]} {unknown.title()}", f"A {slips[1]} and {unknown}2."
        files |= technique(i, name, summary=summary)
    return Input(files | index(files))


def leftovers(n: int) -> Input:
    """Many traces of edits and conversions, and of merges that failed."""
    text = 'a ( b [x](y) *c* "d."</i>Bcd <br><br><br> ] {}'
    rows = _lines(n, lambda i: f"| I{i:05} | {text.format(i)} |")
    cells = _lines(n, lambda i: f"<tr><td>{text.format(i)}</td></tr>")
    table = f'<table border="1">\n<tr><th>k{n}</th></tr>\n{cells}</table>\n'
    conflicts = _lines(n, lambda i: f"<<<<<<< a{i}\n=======\n>>>>>>> b{n}")
    files = technique(summary=text.format(n), above=table, rows=rows, notes=conflicts)
    return Input(files | index(files))


def nested_summaries(n: int) -> Input:
    """Many summaries that stand in longer ones, all with one beginning."""
    files: Files = {}
    for i in range(1, n + 1):
        summary = f"all of the {n} rivers are dry this year"
        files |= technique(i, f"Rumor {i}", summary=f"{summary} {' '.join('ab'[: 1 + i % 2])}")
        files |= technique(i + n, f"More {i}", summary=f"we say {summary} {' '.join('ab')} {i} x")
    return Input(files | index(files))


def odd_sources(n: int) -> Input:
    """Many sources with a misspelled organization and another date than the address."""
    row = "| https://river{0}gazette.example/2024/06/2{1} | 2024/05/01 | a | River{0}Gazzette | |"
    return Input(incident(references=_lines(n, lambda i: row.format(f"{n}x{i}", i % 9))))


def lost_rows(n: int) -> Input:
    """Many pages that listed others before, that list themselves, or of which nothing is known."""
    old: Files = {}
    new: Files = {}
    for i in range(1, n + 1):
        listed = _lines(4, lambda k, i=i: f"| T{(i + k) % n + 1:04} | rumor {n} |")  # type: ignore[misc]
        old |= incident(i, rows=listed)
        ((path, page),) = incident(i).items()
        for known in ("incident", "2024", "Canada", "2024-07-08"):
            page = page.replace(f" {known}\n", " \n")
        new[path] = page
        ((path, page),) = technique(i, f"Rumor {i} of {n}").items()
        new[path] = page.replace("| --- | --- |\n", f"| --- | --- |\n| T{i:04} | Follows. |\n", 1)
        new[path.replace(".md", ".001.md")] = page.replace(f"T{i:04}", f"T{i:04}.001").replace(
            "TA01 Plan", "TA02 Act"
        )
    old |= new | {path: old[path] for path in old}
    return Input(new | index(new) | index(new, "incidents"), old)


def workbook(n: int) -> Input:
    """A workbook with many rows of every fault, and pages that say something else."""
    sheets = workbooks.small()
    blank = {key: [dict(row) for row in rows] for key, rows in sheets.items()}
    for i in range(1, n + 1):
        for sheet, identifier in (("techniques", f"T{i + 10:04}"), ("incidents", f"I{i + 10:05}")):
            row = blank[sheet][0]
            sheets[sheet].append(row | {"disarm_id": identifier, "name": f"Name {n} {i}"})
        sheets["techniques"].append(blank["techniques"][0] | {"disarm_id": f"T{i + 5000:04} "})
        sheets["techniques"].append(blank["techniques"][1] | {"name": f"Twice {n} {i}"})
        related = blank["incidenttechniques"][0]
        for text, target in (
            ("same", "T0001, T0002"),
            ("other", f"T{i + 8000:04}"),
            (f"{i}", "T0002"),
        ):
            sheets["incidenttechniques"].append(
                related | {"disarm_id": f"IT{i:08}", "name": f"{text} {n}", "technique_ids": target}
            )
        if i <= 3:  # the generator prints each of them with all others
            sheets["incidenttechniques"].append(related | {"disarm_id": "", "name": f"none {i}"})
        sheets["countermeasures"].append(
            blank["countermeasures"][0]
            | {"disarm_id": f"C{i + 10:05}", "techniques": f"T0001 - Older {i}\nT0002 - Post It"}
        )
    pages = dict(workbooks.printed(sheets))
    for path, page in list(pages.items()):
        number = sum(map(ord, path))  # what becomes of a page does not depend on the others
        if number % 3 == 0 and "index" not in path:
            del pages[path]
        elif number % 3 == 1 and "index" not in path:
            pages[path] = page.replace("To ", "Not to ").replace("They ", "We ")
    rows = sheets["techniques"]
    sheets["techniques"] = [row for row in rows if not row["disarm_id"].endswith(("3", "4", "7"))]
    return Input({**pages, **workbooks.books(sheets)})


def rows_without_id(n: int) -> Input:
    """Many rows of a workbook that lack their ID, and many links to the page that they share."""
    sheets = workbooks.small()
    row = sheets["techniques"][0]
    sheets["techniques"] += [row | {"disarm_id": "", "name": f"Name {n} {i}"} for i in range(n)]
    stub = "generated_pages/techniques/.md"
    links = _lines(n, lambda i: f"[name {i}]({stub})\n")
    pages = {stub: f"# Technique : {n}\n\n**Summary**: A rumor.\n", "README.md": links}
    return Input({**pages, **workbooks.books(sheets)})


def doubled_workbook_ids(n: int) -> Input:
    """Many IDs of a workbook that two rows have, and as many pages."""
    sheets = workbooks.small()
    row = sheets["techniques"][0]
    many = [row | {"disarm_id": f"T{i + 10:04}", "name": f"Name {n} {i}"} for i in range(n)]
    sheets["techniques"] += many
    pages = workbooks.printed(sheets)
    sheets["techniques"] += [one | {"name": f"Other {one['name']}"} for one in many]
    return Input({**pages, **workbooks.books(sheets)})


def doubled_ids_of_one_pair(n: int) -> Input:
    """Many IDs that two rows of a workbook have, all of which relate the same two things."""
    sheets = workbooks.small()
    row = sheets["incidenttechniques"][0]
    for i in range(n):
        texts = [f"{n} {i}", f"{n} {i} again"]
        many = (row | {"disarm_id": f"IT{i + 10:08}", "name": text} for text in texts)
        sheets["incidenttechniques"] += many
    return Input({**workbooks.printed(sheets), **workbooks.books(sheets)})


def rows_of_one_pair(n: int, *, new: str = "{}", printed: str = "| {}") -> Input:
    """Many rows of a workbook that say the same of one pair, and pages that print them otherwise.

    Args:
        n: how many.
        new: what has become of each text since.
        printed: how the pages print the cell with the text.
    """
    sheets = workbooks.small()
    rows = sheets["associatedtechniques"]
    rows += [rows[0] | {"description": f"text {i} of {n}"} for i in range(n)]
    pages = workbooks.printed(sheets)
    for row in rows:
        row["description"] = new.format(row["description"])
    for path, page in pages.items():
        pages[path] = re.sub(r"\| (text [0-9]+) ", printed.format(r"\1") + " ", page)
    return Input({**pages, **workbooks.books(sheets)})


def names_in_one_cell(n: int) -> Input:
    """Many rows of a workbook that name one ID many times."""
    sheets = workbooks.small()
    row = sheets["incidenttechniques"][0] | {"technique_ids": ", ".join(["T0001"] * n)}
    sheets["incidenttechniques"] += [row | {"disarm_id": f"IT{i + 10:08}"} for i in range(20)]
    return Input(workbooks.books(sheets))


def marks_between_addresses(n: int) -> Input:
    """Cells of a workbook with many marks where addresses belong."""
    sheets = workbooks.small()
    sheets["incidents"] = [row | {"urls": "," * n + "x"} for row in sheets["incidents"]]
    return Input(workbooks.books(sheets))


def waiting_cells(n: int) -> Input:
    """Many cells that changed after the pages were printed, and rows that have no page."""
    sheets = workbooks.small()
    related, actor = sheets["incidenttechniques"][0], sheets["actortypes"][0]
    for i in range(1, n + 1):
        row = {"disarm_id": f"IT{i:08}", "name": f"Text {n} {i}", "technique_ids": "T0001"}
        sheets["incidenttechniques"].append(related | row)
        sheets["actortypes"].append(actor | {"disarm_id": f"A{i + 10:03}", "name": f"{n} {i}"})
    old = workbooks.printed(sheets) | workbooks.books(sheets)
    pages = workbooks.printed(sheets)
    for i in range(1, n + 1):
        sheets["incidenttechniques"][-i]["name"] += " (T0099: No)"
        sheets["actortypes"].append(actor | {"disarm_id": f"A{i + 500:03}", "name": f"new {n} {i}"})
    return Input({**pages, **workbooks.books(sheets)}, old)


def copies_of_workbooks(n: int) -> Input:
    """Many copies beside workbooks that lack all sheets but one."""
    small = workbooks.small()
    sheets = {sheet: small[sheet] for sheet in ("actortypes", "incidents")}
    known = workbooks.books(sheets)
    folder = workbooks.FOLDER
    copies = {f"{folder}/{workbooks.DATA[:-5]} ({n} {i}).xlsx": b"PK" for i in range(n)}
    return Input({**workbooks.printed(small), **known, **copies})


def exports(n: int) -> Input:
    """A bundle, files beside it, a list of IDs and a matrix with many of every fault, and the
    bundle of a base that knew the objects by other identifiers.
    """
    pages: Files = {}
    objects: list[dict[str, Any]] = []
    cells: list[str] = []
    for i in range(1, n + 1):
        pages |= technique(i, f"Rumor {i} of {n}")
        found = f"T{(i * 3) // 2:04}"  # of three pages two have an object, and one object has none
        objects.append(
            {
                "type": "attack-pattern",
                "id": f"attack-pattern--{i}",
                "name": f"Rumor {i} of {n}" if i % 2 else f"Older {i} of {n}",
                "kill_chain_phases": [{"kill_chain_name": "mitre-attack", "phase_name": f"p{i}"}],
                "external_references": [
                    {"source_name": "mitre-attack", "url": f"x/{n}/{i}", "external_id": found}
                ],
                "created_by_ref": f"identity--{i}",
            }
        )
        objects.append({"type": "relationship", "relationship_type": "subtechnique-of"})
        objects[-1] |= {"source_ref": f"attack-pattern--{i}", "target_ref": "attack-pattern--1"}
        cells += [found, found] if i % 5 == 0 else [found]
    folder = "generated_files/DISARM_STIX"
    files = {f"{folder}/identity/identity--{n}{i}.json": "{}" for i in range(n)}
    files["generated_files/red_framework_ids.csv"] = "TA01,TA02\n" + ",\n".join(cells)
    boxes = "".join(f"<tr><td></td><td>{cell} Name {n}</td></tr>" for cell in cells)
    files["generated_files/disarm_red_framework_clickable.html"] = (
        f"<table><tr><td>TA01</td><td>TA02</td></tr>{boxes}</table><li>T0001: x</li>"
    )
    bundle = f"{folder}/DISARM.json"
    text = json.dumps({"objects": objects})
    base = {bundle: text.replace('"attack-pattern--', f'"attack-pattern--{n}-')}
    return Input({**pages, **index(pages), **files, bundle: text}, base)


GENERATORS = (
    *(equal_rows, doubled_rows, different_rows, joined_rows, near_equal_texts, citing_rows),
    *(shared_texts, citations, links, tags, odd_characters, fields_and_tables, references),
    *(markers, index_entries, equal_pages, equal_parts, parts_of_one, changed_pages),
    *(faulty_pages, faulty_rows, slips, emptied_pages),
    *(misspelled_words, leftovers, nested_summaries, odd_sources, lost_rows, workbook),
    *(exports, waiting_cells, copies_of_workbooks),
    *(doubled_workbook_ids, doubled_ids_of_one_pair),
)
