"""Editorial pages of the libraries: news and static pages, whose they are, and who may write them."""
