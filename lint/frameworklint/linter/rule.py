"""What a rule is, and how one is declared."""

import os
from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType
from typing import Any, Literal, NamedTuple

from frameworklint import HOMEPAGE, resources
from frameworklint.linter.place import Place, Severity

Check = Callable[..., Iterator[Place]]
Fold = Literal["tree", "page"]
# What a rule judges: the texts, which a cell of the workbook can break; how pages are printed, on
# which all that the generator prints agrees; or the files as they are, pages and workbooks.
Judges = Literal["text", "print", "files"]
Sees = Literal["neighbors", "fields", "workbook", "tree", "all"]


class Rule(NamedTuple):
    """A rule of the catalogue.

    Attributes:
        code: permanent, such as `FW201`.
        name: what it is called in messages and settings, such as `broken-link`.
        severity: of its findings, unless settings change it.
        check: a generator of places over a page and the framework, or over the framework alone.
        fold: where places with one cause are one finding: in the whole `tree` or on one `page`.
        yields_to: codes or prefixes of rules under whose places this rule is silent.
        hides_all_but: where it is set, all rules but those are silent under this rule's places.
        options: names and defaults of the check's keyword-only parameters.
        folder: the family's folder.
        beside: codes or prefixes of rules whose findings on the same spot stand side by side with
            this rule's, each naming the other.
        source: which cells of the workbook a finding names: those of its `text`, in a table those
            of the `row`, or the row and the cell by which it is listed, the `listing`.
        explains: codes or prefixes of rules whose findings follow from this rule's: each names the
            other, and the text report does not repeat what is explained whole.
        on_demand: whether it takes so long that it is run only where its findings are shown.
        judges: `text`, what a cell of the workbook can break: it is judged in the cell too, before
            a page prints it; `print`, on which all that the generator prints agrees; `files`, the
            files as they are, whatever the generator would change.
        until_printed: whether what it finds of a changed cell, or of a changed page, passes once
            the pages are printed and the exports written.
        sees: of a rule that judges page by page, what it looks at beside a page: its `neighbors`,
            which it links to or lists or is a part of, and the names of all; or on most pages texts
            in the whole `tree`. Of any rule: whether it sees the `workbook` alone, or of records
            only titles and `fields`, and nothing of the workbook; or `all`: the state that this one
            is compared with, the exports, or what waits for the generator. What all pages and files
            are called, all see.
    """

    code: str
    name: str
    severity: Severity
    check: Check
    fold: Fold = "tree"
    yields_to: tuple[str, ...] = ()
    hides_all_but: tuple[str, ...] | None = None
    options: Mapping[str, Any] = MappingProxyType({})
    folder: str = ""
    beside: tuple[str, ...] = ()
    source: Literal["text", "row", "listing"] = "text"
    explains: tuple[str, ...] = ()
    on_demand: bool = False
    judges: Judges = "text"
    until_printed: bool = False
    sees: Sees = "neighbors"

    def __hash__(self) -> int:
        """That of the code: no two rules have the same."""
        return hash(self.code)

    @property
    def page_path(self) -> str:
        """The path of the rule's page, which is its documentation and its test."""
        stem = self.name.replace("-", "_")
        return os.path.join(resources.folder("rules"), self.folder, f"{stem}.md")

    @property
    def url(self) -> str:
        """Where the rule's page can be read."""
        return f"{HOMEPAGE}/blob/main/rules/{self.folder}/{self.name.replace('-', '_')}.md"

    @property
    def is_page_rule(self) -> bool:
        """Whether the check takes one page at a time."""
        return self.check.__code__.co_varnames[:1] == ("page",)

    @property
    def sees_neighbors(self) -> bool:
        """Whether what it says of a page follows from the page, its neighbors and all names."""
        return self.sees == "neighbors" and self.is_page_rule

    def is_silent_under(self, other: "Rule") -> bool:
        """Whether this rule says nothing on a spot where `other` has found something."""
        if other.hides_all_but is not None and not self.code.startswith(other.hides_all_but):
            return True
        return bool(self.yields_to) and other.code.startswith(self.yields_to)


def rule(
    code: str,
    severity: Severity,
    *,
    fold: Fold = "tree",
    yields_to: tuple[str, ...] = (),
    hides_all_but: tuple[str, ...] | None = None,
    beside: tuple[str, ...] = (),
    source: Literal["text", "row", "listing"] = "text",
    explains: tuple[str, ...] = (),
    on_demand: bool = False,
    judges: Judges = "text",
    until_printed: bool = False,
    sees: Sees = "neighbors",
) -> Callable[[Check], Rule]:
    """Declare a rule. Its name is the module's; see `Rule` for the parameters."""

    def declare(check: Check) -> Rule:
        *_, folder, module = check.__module__.split(".")
        options: Mapping[str, Any] = getattr(check, "__kwdefaults__", None) or {}
        name = module.replace("_", "-")
        return Rule(
            code,
            name,
            severity,
            check,
            fold,
            yields_to,
            hides_all_but,
            options,
            folder,
            beside,
            source,
            explains,
            on_demand,
            judges,
            until_printed,
            sees,
        )

    return declare
