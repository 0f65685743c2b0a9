"""One page under the glass: what was found, by what, and what is missing. Pure, but for `fetch`."""
