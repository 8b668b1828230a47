"""Parse every Markdown file below a folder with stock mistletoe, HTML included: the yardstick S."""

import sys
from pathlib import Path

from mistletoe import Document, block_token, span_token

block_token.add_token(block_token.HtmlBlock)
span_token.add_token(span_token.HtmlSpan)
for path in sorted(Path(sys.argv[1]).rglob("*.md")):
    Document(path.read_text("utf-8"))
