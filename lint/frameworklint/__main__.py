"""`python -m frameworklint`."""

from frameworklint.cli.main import run

if __name__ == "__main__":
    run()
