"""Tests of how places become findings."""
