"""Tests of rules as the engine runs them, and of how the engine is built."""
