"""What the numbers were measured on."""

import json
import os
import platform
import subprocess
from pathlib import Path

PACKAGES = ["pytmva_keras", "root", "keras", "tensorflow-cpu", "jax", "torch", "numpy", "onnxruntime"]
ASK_VERSIONS = """
import importlib.metadata, json, sys
print(json.dumps({d.name: d.version for d in importlib.metadata.distributions()}))
"""


def describe(pythons: list[Path]) -> dict:
    """The machine, the commit of the project, and the versions in the environments of `pythons`; name -> value."""
    installed = {}
    for python in pythons:
        printed = subprocess.run([python, "-c", ASK_VERSIONS], check=True, capture_output=True, text=True).stdout
        installed |= {_normalised(name): version for name, version in json.loads(printed).items()}
    versions = {name: installed[_normalised(name)] for name in PACKAGES if _normalised(name) in installed}
    commit = subprocess.run(
        ["git", "describe", "--always", "--dirty"], cwd=Path(__file__).parent, capture_output=True, text=True
    ).stdout.strip()
    return {
        "cpu": _cpu_field("model name") or platform.processor() or platform.machine(),
        "cores": os.cpu_count(),
        "memory": f"{os.sysconf('SC_PAGE_SIZE') * os.sysconf('SC_PHYS_PAGES') / 2**30:.0f} GiB",
        "isa": _isa(),
        "system": platform.platform(),
        "load": round(os.getloadavg()[0], 2),
        "commit": commit or "unknown",
        "versions": {"python": platform.python_version(), **versions},
    }


def lines(machine: dict) -> list[str]:
    """For people."""
    versions = ", ".join(f"{name} {version}" for name, version in machine["versions"].items())
    return [
        f"{machine['cpu']}, {machine['cores']} cores, {machine['isa']}, {machine['memory']}, {machine['system']}",
        f"commit {machine['commit']}; {versions}",
        f"{machine['load']:.2f} processes were running on average in the minute before",
    ]


def _normalised(package: str) -> str:
    return package.lower().replace("_", "-")


def _cpu_field(name: str) -> str:
    """Of Linux; "" elsewhere."""
    try:
        text = Path("/proc/cpuinfo").read_text()
    except OSError:
        return ""
    return next((line.split(":", 1)[1].strip() for line in text.splitlines() if line.startswith(name)), "")


def _isa() -> str:
    flags = _cpu_field("flags").split()
    widest = next((name for flag, name in (("avx512f", "AVX-512"), ("avx2", "AVX2"), ("avx", "AVX")) if flag in flags), "")
    return " ".join(filter(None, [platform.machine(), widest]))
