"""The rules of training, as pure functions of plain data: no database, no web, no clock."""
