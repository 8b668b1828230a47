"""FW002 unrecognized-page."""

from collections import Counter
from collections.abc import Iterator

from frameworklint.api import (
    Framework,
    Kind,
    Page,
    Place,
    Related,
    Severity,
    Template,
    rule,
    shortened,
)

_EVIDENCE = 60
_WHOLE = 3  # so many files tell something of their folder


@rule(
    "FW002",
    Severity.ERROR,
    fold="page",
    hides_all_but=(),
    explains=("FW752", "FW756"),
)
def unrecognized_page(page: Page, framework: Framework) -> Iterator[Place]:
    """A file in a page folder has no page's title or no page's name."""
    kind = page.kind
    if kind is None or not kind.is_record or framework.paths.home is None or page.unreadable:
        return
    fault = _fault_of_name(page, kind, framework) or _fault_of_title(page, kind, framework)
    if not fault:
        return
    title_id = page.title_id.raw if page.title_id else ""
    named = [framework.by_id.get(page.stem.strip()), framework.by_id.get(title_id)]
    twin = next((other for other in named if other not in (None, page)), None)
    yield Place(
        page=page,
        span=page.top,
        message=f"{fault}; {_other(twin, framework)}" if twin else fault,
        cause="unrecognized",
        subject=page.title.raw.strip() if page.title else page.stem,
        also=(Related(twin, twin.top, f"the page of {twin.id}"),) if twin else (),
        covers=page.span,
        templates=(_whole_folder(page, kind, framework),),
    )


def _other(twin: Page, framework: Framework) -> str:
    """The page that has the ID already."""
    if twin.path in framework.orphans:  # then the file at fault may be the one that is meant
        return f"{twin.path} has the ID {twin.id} too, but no page links to it"
    return f"{twin.path} is the page of {twin.id}"


def _whole_folder(page: Page, kind: Kind, framework: Framework) -> Template:
    """That no file of a folder is a page: whoever named or printed them meant another form."""
    pages = framework.memo.of_all(_by_folder)[page.folder]
    example = _example(kind)
    message = (
        f"None of the {{n}} files in `{kind.folder}/` is a page of its kind: such a page is named "
        f"like `{example}.md` and begins with `# {kind.word} {example}: Name`"
    )
    return Template(page.folder, message, of=pages, least=max(pages, _WHOLE))


def _by_folder(framework: Framework) -> Counter[str]:
    """How many files of each folder could be read."""
    return Counter(page.folder for page in framework.pages if not page.unreadable)


def _fault_of_name(page: Page, kind: Kind, framework: Framework) -> str:
    if kind.is_id(page.stem) or kind.id_form is None:
        return ""
    file = page.path.rpartition("/")[2]
    if kind.is_id(page.stem.strip()):
        return f"The file name `{file}` holds a blank beside the ID"
    other = framework.kinds.of_id(page.stem)
    if other is not None:
        return f"The file `{file}` is named like a page of `{other.folder}/`, not `{kind.folder}/`"
    return f"The file name `{file}` is not an ID such as {_example(kind)}"


def _example(kind: Kind) -> str:
    form = kind.id_form
    return f"{form.prefix}{1:0{form.digits}}" if form else "ID"


def _fault_of_title(page: Page, kind: Kind, framework: Framework) -> str:
    form = f"`# {kind.word} {page.stem}: Name`"
    if page.title is None:
        return f"The page has no title such as {form}"
    source, at = page.source, page.title.start
    line = (source[:at].rpartition("\n")[2] + source[at:].partition("\n")[0]).strip()
    shown = shortened(line, _EVIDENCE)
    other = framework.kinds.of_id(page.title_id.raw) if page.title_id else None
    if other is None or line.startswith("##") or page.word not in (kind.word, other.word):
        return f"The title `{shown}` does not have the form {form}"
    if page.word != kind.word:
        return f"The title `{shown}` is that of a page of `{other.folder}/`, not `{kind.folder}/`"
    return "" if page.name else f"The title `{shown}` has no name after the ID"
