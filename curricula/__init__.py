"""The bundled programmes, as Markdown folders."""
