"""Random damage to everything that frameworklint reads: no run may crash, hang or misreport."""
