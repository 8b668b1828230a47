"""One defect of each kind, planted in the clean example."""
