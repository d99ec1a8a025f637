"""The configuration file: what may stand in it, read with its lines, and what the program sees of it."""

from bot.config.configuration import Config
from bot.config.loader import Loaded, load_config
from bot.config.problems import Problem, Severity
from bot.config.secrets import Secret

__all__ = ["Config", "Loaded", "Problem", "Secret", "Severity", "load_config"]
