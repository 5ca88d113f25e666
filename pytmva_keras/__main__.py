"""`python -m pytmva_keras`."""

import sys

from .cli import main

sys.exit(main())
