"""Tests of where the files come from."""
