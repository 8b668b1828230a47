"""`python -m frameworklint`."""

import sys

from frameworklint.cli import main

sys.exit(main())
