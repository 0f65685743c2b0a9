"""A copy of the site on 127.0.0.1: an HTTP proxy that answers for every host of gmw.cn from a folder of files.

Hosts are folders and paths are files under the root; what misbehaves is told by `<root>/misbehaviour.toml`
(`misbehaviour.Rule` names every key). A client needs only the standard `http_proxy` and `https_proxy` variables;
https comes through CONNECT, with certificates of an authority that lives as long as the server.
"""

from __future__ import annotations

from gmw_crawler.replica.process import Replica

__all__ = ["Replica"]
