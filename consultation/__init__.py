"""Public consultations (lấy ý kiến Nhân dân): a draft before everybody, what people say of it, and what became of that."""
