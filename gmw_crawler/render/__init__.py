"""What scripts fill in: the lists of a page as a reader's browser has them.

The browser has no network of its own. What its page asks for is asked for by the crawler, as everything else is:
robots.txt, delays, the proxy, bounds of size and time hold for it, and the document itself is the body that was
downloaded before.
"""
