"""Tests of which findings are shown: settings, focus, suppressions, baseline, comparison."""
