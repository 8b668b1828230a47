"""FW005 edit-marker."""

from collections.abc import Iterator

from frameworklint.api import Framework, Page, Place, Related, Severity, Span, rule

from ..schema._errors import of_template


@rule("FW005", Severity.ERROR, fold="page", yields_to=("FW006",))
def edit_marker(page: Page, framework: Framework) -> Iterator[Place]:
    """The line below which notes may stand is missing, or stands more than once."""
    if page.kind is None or not page.kind.is_record or len(page.markers) == 1:
        return
    if page.repeats:
        return  # each copy may have one, or none
    marker = framework.kinds.conventions.marker
    if page.markers:
        first, second, *later = page.markers
        yield Place(
            page=page,
            span=second,
            message=f"The line `{marker}` stands {len(page.markers)} times",
            cause="repeated",
            subject=marker,
            also=tuple(Related(page, span, "here too") for span in (first, *later)),
        )
        return
    near = _near_line(page, marker)
    hint = "; this one must say exactly that" if near else ""
    yield Place(
        page=page,
        span=near or page.lines.span(len(page.lines) - 1),
        message=f"The line `{marker}` is missing{hint}",
        cause="missing",
        subject=marker,
        templates=of_template(page, framework, "marker", f"The line `{marker}` is missing"),
    )


def _near_line(page: Page, marker: str) -> Span | None:
    """The line that is meant as the marker, if one says nearly that."""
    from rapidfuzz import fuzz

    for index in range(len(page.lines)):
        line = page.lines.line(index).strip()
        likeness = fuzz.ratio(line.lower(), marker.lower(), score_cutoff=75)
        if likeness or (marker in line and not line.startswith("|")):
            return page.lines.span(index)
    return None
