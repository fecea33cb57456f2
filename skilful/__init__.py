"""Models of skilful mass mobilisation (mô hình "Dân vận khéo"): what is done, what came of it, who learned it."""
