"""The rules: one folder a family, one pair of files (`name.py`, `name.md`) a rule."""
