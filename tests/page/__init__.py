"""Tests of how a page is read."""
