"""Pages, one file each: to add a page, add a file that holds a `router`, and its template.

Another package adds its own by an entry point of the group `ecosys_api.pages`.
"""

from fastapi import APIRouter

from ecosys.plugins import Registry
from ecosys_api.routes import pick_router, router_of

pages: Registry[APIRouter] = Registry("ecosys_api.pages", kind=router_of, pick=pick_router)
"""The routers of all pages by the name of their file or entry point."""
