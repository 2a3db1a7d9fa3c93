-- A merge takes many parts at once: with few, every row was written again sixteen times, and merging
-- cost the machine twice what storing did.
ALTER TABLE events MODIFY SETTING min_parts_to_merge_at_once = 40;
ALTER TABLE decisions MODIFY SETTING min_parts_to_merge_at_once = 40;
ALTER TABLE conversions MODIFY SETTING min_parts_to_merge_at_once = 40;
ALTER TABLE availability MODIFY SETTING min_parts_to_merge_at_once = 40;
