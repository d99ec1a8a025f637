"""`make prove`: whole bots in virtual time against platforms that fail, decided by a seed, judged by an oracle."""
