"""What is measured, and how: `python -m bench` measures everything and writes docs/performance.md."""
