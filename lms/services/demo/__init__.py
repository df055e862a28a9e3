"""The example world: invented people at invented authorities, placed around one date."""
