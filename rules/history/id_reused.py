"""FW802 id-reused."""

from collections.abc import Iterator

from frameworklint.api import Framework, Page, Place, Severity, Template, comparable, rule

from ._similarity import is_same_name, is_same_text, shares_a_word, summary_of, work_on

# How much is compared for one change; two summaries as long as the longest need nearly half.
_MOST_WORK = 300_000_000_000
_MANY = 10
_NAMED = 3


@rule("FW802", Severity.ERROR, judges="files", sees="all")
def id_reused(framework: Framework, *, similarity: int = 60) -> Iterator[Place]:
    """An ID stands for something else than before."""
    if framework.base is None:
        return
    left, found = _MOST_WORK, []
    for page in framework.records:
        before = framework.base.by_id.get(page.id)
        if before is None or page.name == before.name:
            continue
        left -= work_on(summary_of(page), summary_of(before))
        if left >= 0 and (evidence := _evidence(page, before, framework, similarity)):
            found.append((page, before, evidence))
    # Each stays a finding of its own for whoever accepts it.
    template = _renumbered([(page, before) for page, before, _ in found], framework)
    for page, before, evidence in found:
        yield Place(
            page=page,
            span=page.name_text.span if page.name_text else page.top,
            message=f"{page.id} was `{before.name}` and is `{page.name}` now{evidence}",
            cause=page.id,
            subject=page.id,
            templates=(template,),
        )


def _evidence(page: Page, before: Page, framework: Framework, similarity: int) -> str:
    """What tells that an ID was used anew, and the page not only renamed; empty for nothing."""
    if page.name_text is None or not before.name or page.kind is not before.kind:
        return ""
    summary, earlier = summary_of(page), summary_of(before)
    if summary and earlier and is_same_text(summary, earlier, similarity):
        return ""
    if heir := _bearer(before, framework, framework.base):
        return f"; `{before.name}` is {heir.id} now"
    if owner := _bearer(page, framework.base, framework):
        return f", which was the name of {owner.id}"
    if is_same_name(page.name, before.name):
        return ""
    if summary and earlier:
        return ", with another summary"
    return "" if shares_a_word(page.name, before.name) else ", a name without a word in common"


def _bearer(page: Page, there: Framework | None, here: Framework | None) -> Page | None:
    """The page that has another one's name in another state, and has it not in this one."""
    assert there is not None
    assert here is not None
    assert page.kind is not None
    bearer = there.by_name[page.kind.name].get(comparable(page.name).casefold())
    if bearer is None or bearer.id == page.id:
        return None
    same = here.by_id.get(bearer.id)
    return None if same and same.name == bearer.name else bearer


def _renumbered(found: list[tuple[Page, Page]], framework: Framework) -> Template:
    """That many IDs stand for something else: whoever numbered them began anew."""
    moves = [
        f"{before.id} is {heir.id} now"
        for _, before in found
        if (heir := _bearer(before, framework, framework.base))
    ]
    shown = f", such as {', '.join(moves[:_NAMED])}" if moves else ""
    message = f"IDs were renumbered: {{n}} stand for something else than before{shown}"
    return Template("renumbered", message, of=len(found), least=_MANY)
