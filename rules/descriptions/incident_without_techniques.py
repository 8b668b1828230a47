"""FW410 incident-without-techniques."""

from collections import Counter
from collections.abc import Iterator

from frameworklint.api import Framework, Page, Place, Severity, Table, rule


@rule("FW410", Severity.WARNING)
def incident_without_techniques(page: Page, framework: Framework) -> Iterator[Place]:
    """An incident lists no technique."""
    kind = page.kind
    for table in page.tables if kind and page.path not in framework.orphans else ():
        assert kind is not None
        if not _is_own(table, page) or table.rows:
            continue
        listed = framework.kinds.by_name[kind.table_annotation(table.key).lists]
        of = framework.memo.of_all(_numbers)[kind.name]
        yield Place(
            page=page,
            span=table.columns[0].span,
            message=f"This {kind.noun} lists no {listed.noun}",
            many=f"{{n}} of {of} {kind.plural} list no {listed.noun}",
            cause=f"{kind.name} {table.key}",
            subject=page.id,
        )


def _is_own(table: Table, page: Page) -> bool:
    """Whether a table holds what a page says of the pages that it lists."""
    role = page.kind.table_annotation(table.key) if page.kind else None
    is_first = page.table(table.key) is table
    return bool(role and page.kind and is_first and role.text_of == page.kind.name)


def _numbers(framework: Framework) -> Counter[str]:
    """How many pages of each kind are no orphans."""
    pages = (page for page in framework.records if page.path not in framework.orphans)
    return Counter(page.kind.name for page in pages if page.kind)
