from base64 import b64decode

import pytest

from ecosys.errors import Damaged
from ecosys.log.proof import checkpoint
from ecosys.log.proof.checkpoint import Checkpoint

# The example of C2SP tlog-checkpoint.
ROOT = "CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I="
TEXT = f"example.com/behind-the-sofa\n20852163\n{ROOT}\n"


def test_the_checkpoint_of_the_specification_is_read():
    read = checkpoint.parse(TEXT)
    assert read == Checkpoint("example.com/behind-the-sofa", 20_852_163, b64decode(ROOT))
    assert read.text == TEXT


def test_further_lines_are_not_looked_at():
    assert checkpoint.parse(f"{TEXT}more\n") == checkpoint.parse(TEXT)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "log\n1\n",
        f"\n1\n{ROOT}\n",
        f"log\n01\n{ROOT}\n",
        f"log\n-1\n{ROOT}\n",
        f"log\n٣\n{ROOT}\n",
        f"log\n\n{ROOT}\n",
        f"log\n1\n{ROOT[4:]}\n",
        "log\n1\n????\n",
        f"log\n1\n{ROOT}\n\n",
    ],
)
def test_what_is_no_checkpoint_is_refused(text):
    with pytest.raises(Damaged, match="no checkpoint"):
        checkpoint.parse(text)
