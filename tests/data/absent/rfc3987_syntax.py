"""Stands before the module of this name, which takes most of a second to import.

jsonschema asks for it, stix2-validator has it installed, users do not have it, and no schema here
has a format that it checks.
"""

raise ImportError
