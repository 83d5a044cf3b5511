-- A case version's request and determination as one LZ4 block, as messages are since 0004: three versions stand on a page
-- that one filled. Versions without sizes hold both texts as they are.

ALTER TABLE case_version ADD COLUMN packed BLOB;
ALTER TABLE case_version ADD COLUMN request_size INTEGER;
ALTER TABLE case_version ADD COLUMN determination_size INTEGER;
