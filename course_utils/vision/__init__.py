"""Images: boxes, detection, embeddings, style, published networks."""
