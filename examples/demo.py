"""Runs the Higgs example as a user would, each step in a process of its own, and repeats its three numbers at the end.

    python examples/demo.py [directory for the outputs, default demo]
"""

import subprocess
import sys
from pathlib import Path

EXAMPLES = Path(__file__).resolve().parent
BIN = Path(sys.executable).parent


def run(*command: str, cwd: Path) -> str:
    """Runs a command in `cwd`, showing it and what it prints; returns the last line that it printed about the demo."""
    print(f"\n>>> cd {cwd} && {' '.join(command)}", flush=True)
    result = ""
    with subprocess.Popen(command, cwd=cwd, stdout=subprocess.PIPE, text=True) as process:
        for line in process.stdout:
            print(line, end="", flush=True)
            if line.startswith("demo:"):
                result = line
    if process.returncode:
        sys.exit(f"demo: step failed with exit code {process.returncode}: {' '.join(command)}")
    return result


def main() -> None:
    training = Path(sys.argv[1] if len(sys.argv) > 1 else "demo").resolve()
    elsewhere = training / "elsewhere"
    elsewhere.mkdir(parents=True, exist_ok=True)
    python, root = sys.executable, str(BIN / "root")

    run(python, str(EXAMPLES / "model.py"), cwd=training)
    roc = run(root, "-l", "-b", "-q", str(EXAMPLES / "HiggsClassification.C"), cwd=training)
    applied = run(root, "-l", "-b", "-q", f'{EXAMPLES / "HiggsApplication.C"}("..")', cwd=elsewhere)
    plain = run(python, str(EXAMPLES / "plain_keras.py"), "TMVA.root", "model.yml", cwd=training)

    print(f"\nplots: {training / 'roc.png'}, {training / 'dataset/plots'}")
    print(roc, plain, applied, sep="", end="")


if __name__ == "__main__":
    main()
