"""IDs in running text that are none of today's framework, and cited on purpose."""

import re

from frameworklint.api import Citation, Framework, Text

_REACH = 200


def is_other_id(text: Text, citation: Citation, framework: Framework) -> bool:
    """Whether a text names another framework's ID, or that a page "previously used the ID X".

    The citation is at offsets of the text.
    """
    at = citation.span.start
    other = framework.kinds.conventions.other_ids
    before = text.raw[max(0, at - _REACH) : at]
    return bool(re.search(other["before"], before) or re.search(other["after"], citation.follows))
