"""The change feed: what was committed, in its order, cut to the rights that its reader has when it reads."""
