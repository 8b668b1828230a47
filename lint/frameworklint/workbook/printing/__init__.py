"""What the generator prints: rows, fields and pages, and what of them stands in which cell."""
