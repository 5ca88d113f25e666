"""Times the project beside what a user would otherwise do: prints a table, writes results/latest.json and, with what it was
measured on, results/latest.machine.json.

    make bench          (or, with the environments of `make backends` and requirements-bench.txt: python bench/run.py)

One row: {name, ours, peer, peer_name, unit, ratio}, and ours_spread, peer_spread. Times are medians of runs in turns, a
spread is half of what lies between the least and the greatest of them; ratio = peer / ours.
Each subject is a module with `measure()`, run in a process of its own and in an empty directory, one after the other.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import machine

BENCH = Path(__file__).resolve().parent
RESULTS = BENCH / "results" / "latest.json"
PYTHON, PYTHON_JAX_TORCH = Path(sys.executable), BENCH.parent / ".venv-jax-torch" / "bin" / "python"
SUBJECTS = [  # module, backend
    ("training", "tensorflow"),
    ("training", "jax"),
    ("training", "torch"),
    ("overhead", "tensorflow"),
    ("factory", "tensorflow"),
    ("application", "tensorflow"),
    ("data_path", "tensorflow"),
    ("reading", "tensorflow"),
]


def measure(module: str, backend: str) -> list[dict]:
    """Rows without ratio."""
    python = PYTHON if backend == "tensorflow" else PYTHON_JAX_TORCH
    code = f"import json, {module}; print(json.dumps({module}.measure()))"
    environment = {**os.environ, "PYTHONPATH": str(BENCH), "KERAS_BACKEND": backend, "TF_CPP_MIN_LOG_LEVEL": "2"}
    with tempfile.TemporaryDirectory() as directory:
        done = subprocess.run([python, "-c", code], cwd=directory, env=environment, capture_output=True, text=True)
    if done.returncode:
        sys.exit(f"bench/{module}.py failed on {backend}:\n{done.stderr}")
    return json.loads(done.stdout.splitlines()[-1])


def jax_vs_tensorflow(rows: list[dict]) -> dict:
    """Our training on JAX beside model.fit on TensorFlow, both measured before."""
    named = {row["name"]: row for row in rows}
    ours, theirs = (named[f"train_{backend}_small_32"] for backend in ("jax", "tensorflow"))
    peer = {key: theirs[key] for key in ("peer", "peer_spread", "peer_name")}
    return {**ours, **peer, "name": "train_jax_vs_tensorflow_small_32"}


def print_table(rows: list[dict]) -> None:
    print(f"{'':38} {'ours':>9} {'+-':>7} {'peer':>9} {'+-':>7} {'':6} {'ratio':>8}  peer")
    for row in rows:
        sides = " ".join(f"{row[side]:9.3g} {row.get(f'{side}_spread', 0):7.1g}" for side in ("ours", "peer"))
        print(f"{row['name']:38} {sides} {row['unit']:6} {row['ratio']:8.3g}  {row['peer_name']}")


def main() -> None:
    if not PYTHON_JAX_TORCH.exists():
        sys.exit(f"{PYTHON_JAX_TORCH} is missing, which the rows of JAX and PyTorch need: make backends")
    begin, rows = time.monotonic(), []
    here = machine.describe([PYTHON, PYTHON_JAX_TORCH])
    print(*machine.lines(here), sep="\n", flush=True)
    for module, backend in SUBJECTS:
        start = time.monotonic()
        rows += measure(module, backend)
        print(f"measured: {module} on {backend}, {time.monotonic() - start:.0f} s", flush=True)
    rows.append(jax_vs_tensorflow(rows))
    rows = [{**row, "ratio": row["peer"] / row["ours"]} for row in rows]
    RESULTS.parent.mkdir(exist_ok=True)
    RESULTS.write_text(json.dumps(rows, indent=1) + "\n")
    RESULTS.with_suffix(".machine.json").write_text(json.dumps(here, indent=1) + "\n")
    print_table(rows)
    print(f"{(time.monotonic() - begin) / 60:.1f} minutes in all; written: {RESULTS.relative_to(BENCH.parent)}")


if __name__ == "__main__":
    main()
