"""Faults of what prints the pages: the same nearly everywhere, and so one finding.

Places are found, compared with a base and accepted one by one, so that none depends on how many
others there are. Only what is left of them to be reported is put together.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from frameworklint.digests import digest
from frameworklint.findings.finding import Finding
from frameworklint.findings.merge import in_order
from frameworklint.linter.place import Place, Template
from frameworklint.workbook.sheet import SheetPage

Key = tuple[str, str]


def with_common_faults(findings: Sequence[Finding], whole: Sequence[Finding] = ()) -> list[Finding]:
    """The findings, with those as one that are one fault of the template; sorted as before.

    Args:
        findings: what is to be reported.
        whole: all that is found, of which they are a part: what is common there, but not among
            them, stays apart, and names no cells either.
    """
    merged: list[Finding] = []
    names: dict[str, str] = {}  # of what each finding became a part, by fingerprint
    for template, group in _groups(findings):
        left = [finding for finding in group if finding.fingerprint not in names]
        if _is_common(template, left):
            merged.append(_merged(template, left))
            names |= dict.fromkeys((one.fingerprint for one in left), merged[-1].fingerprint)
    kept = [finding for finding in findings if finding.fingerprint not in names]
    if any(finding.place.templates for finding in kept):
        kept = _without_common_cells(kept, whole)
    if not merged:
        return kept
    return sorted(
        (_with_new_causes(finding, names) for finding in [*kept, *merged]),
        key=lambda finding: finding.sort_key,
    )


def _without_common_cells(findings: Sequence[Finding], whole: Sequence[Finding]) -> list[Finding]:
    """The findings, without the cells behind those that are common to the whole."""
    common = {
        finding.fingerprint
        for template, group in _groups(whole)
        if _is_common(template, group)
        for finding in group
    }
    return [
        finding._replace(places=_without_cells(finding.places))
        if finding.fingerprint in common
        else finding
        for finding in findings
    ]


def _groups(findings: Sequence[Finding]) -> list[tuple[Template, list[Finding]]]:
    """The findings by template, the widest first: what stands on all pages stands on those of
    each kind too.
    """
    groups: dict[Key, list[Finding]] = defaultdict(list)
    templates: dict[Key, Template] = {}
    for finding in findings:
        for template in finding.place.templates:
            # Of a finding, all places must be of one template.
            if all(_of_cause(template.cause, place.templates) for place in finding.places):
                key = finding.rule.code, template.cause
                groups[key].append(finding)
                templates[key] = template
    return [(templates[key], groups[key]) for key in sorted(groups, key=lambda k: -len(groups[k]))]


def _of_cause(cause: str, templates: Sequence[Template]) -> bool:
    return any(template.cause == cause for template in templates)


def _is_common(template: Template, group: Sequence[Finding]) -> bool:
    if len(group) < 2:
        return False
    count = _count(template, group)
    return count >= template.least and count * 5 >= template.of * 4


def _count(template: Template, group: Sequence[Finding]) -> int:
    """How many of those that could have the fault have it."""
    return len(
        {
            one.unit or place.on_page[0].path
            for finding in group
            for place in finding.places
            for one in place.templates
            if one.cause == template.cause
        }
    )


def _merged(template: Template, group: Sequence[Finding]) -> Finding:
    # Several faults can stand at one spot, such as all that is missing from a list.
    places = in_order(
        place
        for finding in sorted(group, key=lambda one: one.place.subject)
        for place in finding.places
    )
    # The message may give an example: that of the place where it is shown.
    template = next(one for one in places[0].templates if one.cause == template.cause)
    count = f"{_count(template, group):,}"
    message = template.message.replace("{n}", count).replace("{of}", f"{template.of:,}")
    first = places[0]._replace(message=message, many=message, amounts=())
    follows = [finding.follows for finding in group]
    finding = group[0]._replace(
        places=_without_cells((first, *places[1:])),
        all_places=(first, *places[1:]),
        fold="",
        fingerprint=digest(group[0].rule.code, "template", template.cause),
        neighbors=tuple(dict.fromkeys(other for one in group for other in one.neighbors)),
        follows=tuple(dict.fromkeys(cause for each in follows for cause in each)),
    )
    return finding if all(follows) else finding._replace(follows=())


def _without_cells(places: tuple[Place, ...]) -> tuple[Place, ...]:
    """The places, but for those of a spreadsheet alone, without the cells behind them: what prints
    the pages is at fault.
    """
    if all(isinstance(place.page, SheetPage) for place in places):
        return places
    return tuple(place._replace(cells=()) for place in places)


def _with_new_causes(finding: Finding, names: Mapping[str, str]) -> Finding:
    """What follows from a finding that was merged follows from what it became."""
    if not finding.follows:
        return finding
    causes = dict.fromkeys(names.get(cause, cause) for cause in finding.follows)
    return finding._replace(follows=tuple(causes))
