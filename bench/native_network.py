"""Rows of the native network alone (native/): beside a bare Eigen loop of the same matrix products."""

import os
import subprocess
import sysconfig
from pathlib import Path

SOURCE = Path(__file__).resolve().parent / "native"
PEER = "the products alone, in Eigen"


def measure() -> dict[str, tuple]:
    """Return name -> (unit, (our times, Eigen's)), built and run in the working directory."""
    prefix = Path(sysconfig.get_path("purelib"), "cmeel.prefix")  # the wheel cmeel-eigen
    environment = {**os.environ, "CMAKE_PREFIX_PATH": str(prefix)}
    for command in (["cmake", "-S", SOURCE, "-B", "native", "-G", "Ninja"], ["cmake", "--build", "native"]):
        subprocess.run(command, env=environment, check=True, stdout=subprocess.DEVNULL)
    printed = subprocess.run(["native/native_network"], check=True, capture_output=True, text=True).stdout
    measured: dict[str, tuple] = {}
    for line in printed.splitlines():
        name, unit, *pair = line.split(",")
        _, times = measured.setdefault(name, (unit, ([], [])))
        for samples, time in zip(times, pair):
            samples.append(float(time))
    return measured
