-- What is listed without a queue or a state is read in order too, not sorted whole for every page.
CREATE INDEX review_case_due ON review_case (due, priority, id) WHERE state = 0;
CREATE INDEX work_item_due ON work_item (due, priority, seq);
