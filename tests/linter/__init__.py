"""Tests of how rules are run."""
