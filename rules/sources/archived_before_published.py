"""FW605 archived-before-published."""

from collections.abc import Iterator

from frameworklint.api import Framework, Page, Place, Related, Severity, rule

from ._references import address, archived, as_date, references


@rule("FW605", Severity.WARNING)
def archived_before_published(page: Page, framework: Framework) -> Iterator[Place]:
    """The copy in the archive is older than the publication date."""
    for reference in references(page, framework):
        stamp = archived(address(reference.archive))[0]
        taken = as_date(stamp[:4], stamp[4:6], stamp[6:8])
        published = reference.published
        if taken is None or published is None or not taken < published <= framework.today:
            continue
        assert reference.date is not None
        assert reference.archive is not None
        written = reference.date.raw
        yield Place(
            page=page,
            span=reference.date.span,
            message=f"Published `{written}`, but archived before, on {taken:%Y/%m/%d}",
            cause=f"{reference.named} {written}",
            subject=written,
            also=(Related(page, reference.archive.span, f"archived on {taken:%Y/%m/%d}"),),
        )
