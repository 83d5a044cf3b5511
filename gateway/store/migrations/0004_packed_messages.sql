-- What came and what was answered take most of the room: stored as one LZ4 block in `bytes`, which the two sizes tell apart.
-- Rows without sizes hold both as they are.

ALTER TABLE message ADD COLUMN bytes_size INTEGER;
ALTER TABLE message ADD COLUMN answer_size INTEGER;
