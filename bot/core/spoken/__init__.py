"""How what is written ends when a Korean reads it aloud: which sound a particle (조사) follows, whatever the script."""
