-- The access log by time, and by kind in time: six years of it are not walked for one day's rows.
CREATE INDEX look_up_in_time ON look_up (at);
CREATE INDEX look_up_by_kind ON look_up (kind, at);
