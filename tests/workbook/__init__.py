"""Tests of the workbook, of what is printed from it, and of the list of cells to change."""
