"""Tests of the framework that the pages make together."""
