"""Tests of the engine; the rules' own tests are their pages."""
