-- Which dictionary a block was packed with (gateway/store/packed.hpp); 0 = none, as all were before.

ALTER TABLE message ADD COLUMN dictionary INTEGER NOT NULL DEFAULT 0;
ALTER TABLE case_version ADD COLUMN dictionary INTEGER NOT NULL DEFAULT 0;
