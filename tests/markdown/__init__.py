"""Tests of how Markdown is read."""
