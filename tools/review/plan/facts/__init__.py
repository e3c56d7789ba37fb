"""A plan as the rules read it: changed objects, their settings before and after, the sources."""
