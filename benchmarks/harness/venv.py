"""The Python packages that benchmarks/run needs, in a folder of their own below build/."""

import os
import subprocess
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
FOLDER = os.path.join(ROOT, "build", "benchmarks", "venv")
REQUIREMENTS = os.path.join(ROOT, "benchmarks", "requirements.txt")


def is_up_to_date():
    try:
        with open(os.path.join(FOLDER, "requirements.txt"), encoding="utf-8") as f, \
                open(REQUIREMENTS, encoding="utf-8") as wanted:
            return f.read() == wanted.read()
    except OSError:
        return False


def enter(script):
    """Makes the folder if need be, and runs the script again with its Python."""
    if sys.prefix == FOLDER:
        return
    python = os.path.join(FOLDER, "bin", "python3")
    if not is_up_to_date():
        print("benchmarks/run: installing the packages of benchmarks/requirements.txt",
              file=sys.stderr)
        subprocess.run([sys.executable, "-m", "venv", FOLDER], check=True)
        subprocess.run([python, "-m", "pip", "install", "-q", "--disable-pip-version-check", "-r",
                        REQUIREMENTS], check=True, stdout=sys.stderr)
        with open(REQUIREMENTS, encoding="utf-8") as wanted, \
                open(os.path.join(FOLDER, "requirements.txt"), "w", encoding="utf-8") as f:
            f.write(wanted.read())
    os.execv(python, [python, script, *sys.argv[1:]])


def library(*path):
    """The path of a file of a package."""
    return os.path.join(FOLDER, "lib", "python%d.%d" % sys.version_info[:2], "site-packages", *path)
