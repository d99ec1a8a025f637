"""Every planted fault, in the order in which they are told."""

from __future__ import annotations

from prove import faults_of_counting, faults_of_saying, faults_of_timing, faults_of_two_bots
from prove.planting import FAULTS, Planted, planted

__all__ = [
    "FAULTS",
    "Planted",
    "faults_of_counting",
    "faults_of_saying",
    "faults_of_timing",
    "faults_of_two_bots",
    "planted",
]
