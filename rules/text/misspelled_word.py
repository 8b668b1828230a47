"""FW513 misspelled-word."""

import re
from collections.abc import Iterator

from frameworklint.api import Framework, Page, Place, Severity, Span, Text, rule

from ._passages import CellText, passages
from ._running import blanked
from ._spelling import WORD, Misspelling, Speller

# What somebody else has written, or is no text.
_QUOTED = re.compile(
    r"“[^”]*(?:”|$)|\"[^\"]*(?:\"|$)|«[^»]*(?:»|$)|(?<!\w)‘(?:[^’]|’(?=\w))*+(?:’|$)"
    r"|<(?P<tag>i|em|q)>.*?(?:</(?P=tag)>|$)|(?:https?://|www\.)\S+",
    re.IGNORECASE | re.DOTALL,
)
_BEGINS = re.compile(r"(?:^|[.!?:]|<br\s*/?>)\s*$", re.IGNORECASE)


@rule("FW513", Severity.INFO, yields_to=("FW504", "FW505"), on_demand=True, sees="tree")
def misspelled_word(page: Page, framework: Framework) -> Iterator[Place]:
    """A word of the framework's own texts is misspelled."""
    for passage in passages(page, framework):
        if not _is_own_text(passage):
            continue
        for span, found in framework.memo.of_text(_misspelled, passage.text):
            times = "once" if found.number == 1 else f"{found.number} times"
            usual = f", which stands here {times}" if found.number else ""
            yield Place(
                page=page,
                span=passage.text.at(span),
                message=f"`{found.word}` is likely a misspelling of `{found.meant}`{usual}",
                cause=found.word,
                subject=found.word,
            )


def _is_own_text(passage: CellText) -> bool:
    """Whether it is a summary or a description, no name, ID, date or source."""
    kind, row = passage.page.kind, passage.row
    if kind is None or row is None:
        return kind is not None and passage.label == kind.summary
    return passage.label == kind.table_annotation(row.table.key).description != ""


def _misspelled(text: Text, framework: Framework) -> list[tuple[Span, Misspelling]]:
    raw = _without_what_others_wrote(text)
    speller = framework.memo.of_all(Speller)
    found = []
    for match in WORD.finditer(raw):
        misspelling = speller.misspelling(match[0])
        if misspelling is None or (
            match[0] != match[0].lower() and not _is_word(match, misspelling)
        ):
            continue
        found.append((Span(*match.span()), misspelling))
    return found


def _is_word(match: re.Match[str], misspelling: Misspelling) -> bool:
    """Whether a word with capitals is no name: it begins a sentence, and is one of this text's."""
    before = match.string[max(0, match.start() - 8) : match.start()]
    return bool(misspelling.number >= 5 and match[0].istitle() and _BEGINS.search(before))


def _without_what_others_wrote(text: Text) -> str:
    """The raw text, quotations, links, code and addresses replaced by blanks."""
    quoted = [Span(*match.span()) for match in _QUOTED.finditer(text.raw)]
    links = [link.span for link in text.content.links]
    return blanked(text.raw, [*quoted, *links, *text.content.code])
