"""The report on mass mobilisation by the government: numbers of every room, words of the clerk, issued frozen."""
