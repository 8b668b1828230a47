"""FW508 misspelled-name."""

from collections.abc import Iterator

from frameworklint.api import Fix, Framework, Page, Place, Severity, Span, replaced, rule

from ._passages import speaks
from ._spelling import WORD, Speller
from ._title_case import kinds_in_title_case, small_words


@rule("FW508", Severity.WARNING, sees="tree")
def misspelled_name(page: Page, framework: Framework) -> Iterator[Place]:
    """A word of a name is misspelled, or not in title case as in all other names."""
    text = page.name_text
    if text is None or not page.id or not speaks(page) or page.path in framework.orphans:
        return
    speller = framework.memo.of_all(Speller)
    for match in WORD.finditer(text.raw):
        found = speller.misspelling(match[0])
        if found is not None:
            yield Place(
                page=page,
                span=text.at(Span(*match.span())),
                message=f"`{match[0]}` in the name is likely a misspelling of `{found.meant}`",
                cause=f"{page.key} {found.word}",
                subject=match[0],
                fixes=(_written(page, text.at(Span(*match.span())), match[0], found.meant),),
            )
    assert page.kind is not None
    if page.kind.name in framework.memo.of_all(kinds_in_title_case):
        for span in small_words(text.raw):
            word, noun = text.raw[slice(*span)], page.kind.plural
            yield Place(
                page=page,
                span=text.at(span),
                message=f"`{word}` begins with a small letter; names of {noun} are in title case",
                cause=f"{page.key} {word} title case",
                subject=word,
                fixes=(_written(page, text.at(span), word.capitalize(), word.capitalize()),),
            )


def _written(page: Page, span: Span, word: str, meant: str) -> Fix:
    """The fix that writes what is meant, with the capital that the word has."""
    new = meant[:1].upper() + meant[1:] if word[:1].isupper() else meant
    return replaced(page, span, new, is_safe=False, title=f"write `{new}`")
