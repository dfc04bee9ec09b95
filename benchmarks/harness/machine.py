"""What the figures were taken on and with."""

import datetime
import importlib.metadata
import os
import platform
import re
import subprocess

from harness import jvm, tools

PACKAGES = ["onnxruntime", "treelite", "tl2cgen", "lleaves", "lightgbm", "xgboost"]


def first_line(*command):
    try:
        done = subprocess.run(command, capture_output=True, text=True, cwd=tools.ROOT)
    except OSError:
        return "none"
    return (done.stdout + done.stderr).strip().split("\n")[0]


def read(path, pattern):
    try:
        with open(path, encoding="utf-8") as f:
            found = re.search(pattern, f.read(), re.M)
    except OSError:
        found = None
    return found.group(1) if found else "unknown"


def cache(index):
    return read("/sys/devices/system/cpu/cpu0/cache/index%d/size" % index, r"(\S+)")


def describe():
    return {
        "taken": datetime.datetime.now().strftime("%Y-%m-%d %H:%M"),
        "processor": read("/proc/cpuinfo", r"^model name\s*: (.*)"),
        "processors": len(tools.PROCESSORS),
        "instructions": " ".join(i for i in ("avx2", "fma", "avx512f") if re.search(
            r"\b%s\b" % i, read("/proc/cpuinfo", r"^flags\s*: (.*)"))),
        "caches": "L1d %s, L2 %s, L3 %s" % (cache(0), cache(2), cache(3)),
        "memory": "%d MB" % (os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") >> 20),
        "virtual": "yes" if "hypervisor" in read("/proc/cpuinfo", r"^flags\s*: (.*)") else "no",
        "load": "%.2f" % os.getloadavg()[0],
        "system": read("/etc/os-release", r'^PRETTY_NAME="(.*)"') + ", Linux " + platform.release(),
        "compiler": first_line("gcc", "--version"),
        "libc": " ".join(platform.libc_ver()),
        "commit": first_line("git", "rev-parse", "--short", "HEAD"),
        "java": first_line("java", "-version"),
        "mleap": jvm.VERSION,
        **{name: importlib.metadata.version(name) for name in PACKAGES},
        "jansson": first_line("pkg-config", "--modversion", "jansson"),
        "libmicrohttpd": first_line("pkg-config", "--modversion", "libmicrohttpd"),
    }


def sentence(about):
    """One paragraph of Markdown."""
    return (
        "{processor} (virtual: {virtual}), {processors} processors, {instructions}; {caches}; {memory};"
        " load {load} at the start. {system}; {compiler}, {libc}; cleap {commit}. Rivals: MLeap {mleap}"
        " on {java}; ONNX Runtime {onnxruntime}, Treelite {treelite}, TL2cgen {tl2cgen}, lleaves"
        " {lleaves}, LightGBM {lightgbm}, XGBoost {xgboost}, jansson {jansson}, libmicrohttpd"
        " {libmicrohttpd}.").format(**about)
