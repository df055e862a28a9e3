"""What we publish names no machine it was made on, no package index's host, and no tool that wrote it."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

# One letter of each stands in brackets, so that this file passes its own test.
FORBIDDEN = {
    "a path of one machine": r"(?<![\w.])/(?:wor[k]/(?:main|shared|\.)|roo[t]/|tm[p]/|hom[e]/\w)",
    "a package index's host": r"\b(?:pyp[i]\.org|pythonhoste[d]|npmj[s]\.|(?:deb|security)\.debia[n]\.)",
    "a tool that writes": r"\b(?:claud[e]|anthropi[c]|chatgp[t]|opena[i]|copilo[t]|gemin[i]|gp[t]-\d|ll[m]s?)\b",
    "how it was written": r"\b(?:session not[e]s?|as an a[i]|(?:ai|coding|language) assistan[t]s?)\b",
}


@pytest.mark.parametrize("what", FORBIDDEN)
def test_no_file_names(what: str) -> None:
    pattern = re.compile(FORBIDDEN[what], re.IGNORECASE)
    found = [
        f"{path}:{number}: {match[0]}"
        for path, text in tracked_texts()
        for number, line in enumerate(text.splitlines(), start=1)
        if (match := pattern.search(line))
    ]
    assert found == []


def tracked_texts() -> list[tuple[str, str]]:
    """Every text file that git knows or would add, with what it says."""
    if not (shutil.which("git") and (ROOT / ".git").exists()):
        pytest.skip("not a git checkout")
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    names = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout
    paths = [name for name in names.split("\0") if name and (ROOT / name).is_file()]
    return [(path, text) for path in paths if "\0" not in (text := read(ROOT / path))]


def read(path: Path) -> str:
    return path.read_text(errors="replace")
