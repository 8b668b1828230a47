"""What of a text is running text."""

from collections.abc import Iterable

from frameworklint.api import Span, Text


def running_text(text: Text) -> str:
    """The raw text, links, tags and code replaced by blanks of the same length."""
    content = text.content
    spans = [link.span for link in content.links] + [tag.span for tag in content.tags]
    return blanked(text.raw, [*spans, *content.code])


def blanked(raw: str, spans: Iterable[Span]) -> str:
    """A string with some stretches of it replaced by blanks."""
    parts, at = [], 0
    for start, end in sorted(spans):
        if end > at:
            parts += [raw[at:start], " " * (end - max(start, at))]
            at = end
    return "".join([*parts, raw[at:]])
