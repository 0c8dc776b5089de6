"""Where the public sources' own files are, if they are at hand: `ECOSYS_FEEDS` names the folder."""

import os
from pathlib import Path

FEEDS = Path(os.environ.get("ECOSYS_FEEDS", "../shared/feeds")).resolve()
