"""Publishing: what the API answers, as files that any server of files can serve.

A publication is a folder `v1@KEY` that never changes; its key is the position of the log and the
day. `v1` leads to the newest one, and so do the names beside it: to publish is to lead them on, in
one step. What did not change since is not written again.
"""

from ecosys_api.publishing.publish import Published, publish

__all__ = ["Published", "publish"]
