-- Reports ask for what was decided in a span of time: without this they read every version that was ever stored.
CREATE INDEX case_version_decided ON case_version (decided);
