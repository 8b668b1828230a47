"""FW510 text-leftover."""

import re
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache

from frameworklint.api import Edit, Fix, Framework, Page, Place, Severity, Span, Text, folded, rule

from ._brackets import lone_brackets, may_hold_lone
from ._passages import CellText, passages

_BREAKS = re.compile(r"<br\s*/?>(?:\s*<br\s*/?>){2,}", re.IGNORECASE)
# A quotation or a sentence ends, its tag is closed, and the next sentence begins at once.
_GLUED = re.compile(r"[.!?”\"]</(?i:i|b|em|strong)>(?=[A-Z])")
_QUOTES = re.compile(r'["“”]|</?[a-z]', re.IGNORECASE)
_UNFINISHED = re.compile(r"(?:[,;:]|(?<![\w-])and)$")
_ENTITY = re.compile(r"&(?:[a-zA-Z]\w{1,30}|#\w{1,7});$")
# `br>`, `< br>`, `<br<br>`, `&lt;br>`: a tag for a line break that lost a mark, or that a blank or
# an entity stands in.
_HALF_BREAK = re.compile(
    r"&lt;/?br ?/?(?:>|&gt;)|<br ?/?&gt;|(?<![<\w/&-])br ?/?>|<[ \t]+/?br ?/?>|<br ?/?(?=<)",
    re.IGNORECASE,
)
# How each of them ends: next to no text holds that, and it is found ten times as fast.
_HALF_END = re.compile(r">(?i:(?<=br>)|(?<=br/>)|(?<=br />))(?i:(?<!<br>)(?<!<br/>)(?<!<br />))")
_GLUED_ENDS = ("br<", "br/<", "br /<", "BR<", "BR/<", "BR /<")
_WORD = re.compile(r"\w{1,24}")
_EVIDENCE = 24
_USUAL = 0.25  # where so many descriptions begin with the number of their row, the tree prints it

# What is written over which stretches of a text.
Reading = tuple[tuple[Span, str], ...]
Found = Iterator[tuple[Span, str, tuple[Reading, ...]]]


@rule("FW510", Severity.WARNING, yields_to=("FW203", "FW501", "FW505"), explains=("FW408",))
def text_leftover(page: Page, framework: Framework) -> Iterator[Place]:
    """Something is left in a text, or lost from it, by an edit or a conversion."""
    seen: Counter[tuple[str, ...]] = Counter()
    for passage in passages(page, framework):
        if _may_hold(passage.text.raw):
            for look in (_breaks, _half_breaks, _glued, _wrapped):
                for span, fault, readings in look(passage.text):
                    yield _place(passage, span, fault, f"{passage.cell} {fault}", readings)
            for span, fault, readings in _lone(passage.text):
                place = _place(passage, span, fault, f"{passage.cell} {fault}", readings)
                # The words around a bracket are evidence: an edit of them makes no other fault.
                spot = passage.cell, passage.row.listed_id if passage.row else "", place.subject
                seen[spot] += 1
                yield place._replace(elements=(f"{passage.cell} {place.subject} {seen[spot]}",))
        if page.kind is not None and passage.label == page.kind.summary:
            for span, fault, _ in _unfinished(passage.text):
                yield _place(passage, span, fault, f"{passage.cell} unfinished")
        match = passage.listing and framework.memo.of_text(_row_number_in, passage.text)
        if match and framework.memo.of_tree(_share_of_row_numbers) <= _USUAL:
            yield _numbered(passage, match)


@lru_cache(maxsize=4096)
def _may_hold(raw: str) -> bool:
    """Whether something but a row number may be left in a text, or lost from its middle."""
    return bool(
        ("<" in raw and (_BREAKS.search(raw) or _GLUED.search(raw)))
        or _HALF_END.search(raw)
        or any(end in raw for end in _GLUED_ENDS)
        or "&gt;" in raw
        or raw.startswith('"')
        or may_hold_lone(raw)
    )


def _place(
    passage: CellText, span: Span, fault: str, cause: str, readings: tuple[Reading, ...] = ()
) -> Place:
    text = passage.text
    return Place(
        page=passage.page,
        span=text.at(span),
        message=fault,
        cause=cause,
        subject=text.raw[slice(*span)],
        fixes=tuple(
            Fix(tuple(Edit(passage.page, text.at(at), new) for at, new in reading))
            for reading in readings
        ),
    )


def _breaks(text: Text) -> Found:
    for match in _BREAKS.finditer(text.raw):
        number = len(re.findall("<br", match[0], re.IGNORECASE))
        at = Span(*match.span())
        one = re.match(r"<[^<>]*>", match[0])
        yield at, f"{number} line breaks stand in a row", (((at, (one or match)[0] * 2),),)


def _half_breaks(text: Text) -> Found:
    for match in _HALF_BREAK.finditer(text.raw) if "br" in text.raw.lower() else ():
        at = Span(*match.span())
        if not any(code.overlaps(at) for code in text.content.code):
            yield at, f"`{match[0]}` is shown as text: it is no line break", (((at, "<br>"),),)


def _glued(text: Text) -> Found:
    for match in _GLUED.finditer(text.raw):
        tag = match[0][1:]
        word = _WORD.match(text.raw, match.end())
        shown = f"{tag}{word[0] if word else ''}"
        span = Span(match.start() + 1, match.end() + len(word[0] if word else ""))
        fault = f"`{shown}`: a blank or a line break is missing behind the quotation"
        at = Span(match.end(), match.end())
        yield span, fault, (((at, " "),), ((at, "<br><br>"),))


def _wrapped(text: Text) -> Found:
    """Straight quotation marks around a whole text that is no quotation as a whole."""
    raw = text.raw
    if len(raw) < 3 or not raw.startswith('"') or not raw.endswith('"'):
        return
    inside = Span(1, len(raw) - 1)
    if _QUOTES.search(raw, *inside) or any(inside.covers(one.span) for one in text.cited):
        fault = 'A `"` before the text and one behind it are left over from a CSV file'
        last = Span(len(raw) - 1, len(raw))
        yield Span(0, 1), fault, (((Span(0, 1), ""), (last, "")),)


def _lone(text: Text) -> Found:
    for at in lone_brackets(text):
        opens = text.raw[at] in "(["
        around = (
            text.raw[at : at + _EVIDENCE] if opens else text.raw[max(0, at - _EVIDENCE) : at + 1]
        )
        shown = folded(around)
        is_doubled = text.raw[at - 1 : at + 1] == text.raw[at] * 2
        readings = (((Span(at, at + 1), ""),),) if is_doubled else ()
        yield Span(at, at + 1), f"The `{text.raw[at]}` in `{shown}` has no partner", readings


def _unfinished(text: Text) -> Found:
    plain = text.raw.rstrip("*_ ")
    match = _UNFINISHED.search(plain, max(0, len(plain) - len("and\n")))
    if match is not None and not _ENTITY.search(plain):
        yield Span(*match.span()), f"The summary breaks off: it ends in `{match[0]}`", ()


def _numbered(passage: CellText, match: re.Match[str]) -> Place:
    before, number = passage.text.raw[: match.start()], match["number"]
    has, have = "begins with", "begin with"
    if before.strip():
        has, have = "holds", "hold"
    fault = f"The description {has} the number of its row, {number}"
    # What stands before or behind the text goes as a whole; inside, one of the blanks stays.
    is_last = match.end() == len(passage.text.raw)
    start = len(before.rstrip()) if is_last else match.start()
    stretch = Span(start if before.strip() else 0, match.end())
    place = _place(passage, Span(*match.span("number")), fault, "row number", (((stretch, ""),),))
    many = f"{{n}} descriptions {have} the numbers of their rows, such as {number}"
    return place._replace(many=many)


@lru_cache
def _row_number(row_number: str) -> re.Pattern[str]:
    """The number of a row as a word, and the blanks behind it; none in an address."""
    return re.compile(rf"(?<![\w/=?&#.-])(?P<number>{row_number})(?!\w)\s*")


def _row_number_in(text: Text, framework: Framework) -> re.Match[str] | None:
    return _row_number(framework.kinds.conventions.row_number).search(text.raw)


def _share_of_row_numbers(framework: Framework) -> float:
    """Which part of the descriptions of incidents begin with the number of their row."""
    number = _row_number(framework.kinds.conventions.row_number)
    texts = [
        bool(number.match(listing.text.raw.lstrip()))
        for page in framework.records
        for listing in framework.listings.of(page)
        if listing.text is not None and listing.owner == page.id
    ]
    return sum(texts) / len(texts) if texts else 0.0
