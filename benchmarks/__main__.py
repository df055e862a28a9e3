"""``make bench``: every measurement in one run."""

from __future__ import annotations

from benchmarks import evaluation, markdown, pages


def main() -> None:
    """Print each rate, and how it compares with the bare page of the same run."""
    rates = pages.measure()
    bare = next(iter(rates.values()))
    for name, each in rates.items():
        print(f"{name:44} {each:8.1f} a second   1 : {bare / each:.1f}")
    print(
        f"{'evaluations of Year 3, 200 records, one core':44} {evaluation.measure():8.1f} a second"
    )
    print("\nA megabyte of Markdown, in seconds:")
    for name, (taken, plain) in markdown.measure().items():
        print(f"{name:44} {taken:8.2f}{'   shown as written' if plain else ''}")


if __name__ == "__main__":
    main()
