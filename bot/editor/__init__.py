"""What helps editors: articles from elsewhere as drafts, and summaries where the author gave none.

It uses the network; the library doesn't.
"""
