"""How coursework is assessed: policies, deadlines, markers' layers, samples and release, all pure."""
