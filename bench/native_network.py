"""Rows of the native network alone (native/): beside a bare Eigen loop of the same matrix products."""

import os
import subprocess
import sysconfig
from pathlib import Path

SOURCE = Path(__file__).resolve().parent / "native"
PEER = "the products alone, in Eigen"


def measure() -> list[tuple[str, str, float, float]]:
    """Return (name, unit, ours, Eigen's), built and run in the working directory."""
    prefix = Path(sysconfig.get_path("purelib"), "cmeel.prefix")  # the wheel cmeel-eigen
    environment = {**os.environ, "CMAKE_PREFIX_PATH": str(prefix)}
    for command in (["cmake", "-S", SOURCE, "-B", "native", "-G", "Ninja"], ["cmake", "--build", "native"]):
        subprocess.run(command, env=environment, check=True, stdout=subprocess.DEVNULL)
    printed = subprocess.run(["native/native_network"], check=True, capture_output=True, text=True).stdout
    lines = [line.split(",") for line in printed.splitlines()]
    return [(name, unit, float(ours), float(eigen)) for name, unit, ours, eigen in lines]


if __name__ == "__main__":
    for name, unit, ours, eigen in measure():
        print(f"{name:15} {ours:8.3g} {eigen:8.3g} {unit:2} {ours / eigen:6.2f} of Eigen's")
