"""The test kit for plugin authors: fixtures that pytest loads by itself."""
