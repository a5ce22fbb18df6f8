-- A unit is of one province: told that, the planner knows how many rows of a unit to expect and reads them in the order of their index.
CREATE STATISTICS occurrence_unit (dependencies) ON province_id, unit_id FROM occurrence;
CREATE STATISTICS obligation_unit (dependencies) ON province_id, unit_id FROM obligation;
