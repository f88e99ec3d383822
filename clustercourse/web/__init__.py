"""What every view needs and nothing of the product: who is asking, forms, pages, errors, assets."""
