-- A merge takes parts of like size only. With forty at once and no rule of likeness, the largest part
-- was among them every time and was written again with each: a quarter of an hour at 2,000 events a
-- second cost a core and held up what was to be stored.
ALTER TABLE events MODIFY SETTING merge_selector_base = 20, min_parts_to_merge_at_once = 0;
ALTER TABLE decisions MODIFY SETTING merge_selector_base = 20, min_parts_to_merge_at_once = 0;
ALTER TABLE conversions MODIFY SETTING merge_selector_base = 20, min_parts_to_merge_at_once = 0;
ALTER TABLE availability MODIFY SETTING merge_selector_base = 20, min_parts_to_merge_at_once = 0;
ALTER TABLE bursts MODIFY SETTING merge_selector_base = 20, min_parts_to_merge_at_once = 0;
