"""`python -m kith` is the same as the `kith` command."""

from kith.cli import main

if __name__ == "__main__":
    main()
