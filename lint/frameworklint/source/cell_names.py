"""Names of cells, as a spreadsheet program shows them."""


def letters(column: int) -> str:
    """The letters of a 1-based column."""
    found = ""
    while column:
        column, rest = divmod(column - 1, 26)
        found = chr(ord("A") + rest) + found
    return found
