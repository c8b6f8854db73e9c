"""The page in which moving a lever redraws the region's future."""
