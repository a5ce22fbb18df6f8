-- Who of another body changed an activity last in its unit's place: shown beside whoever recorded it.
ALTER TABLE activity ADD COLUMN changed_for_unit_by text;
