"""The pictures of scripts/plot, one module each."""
