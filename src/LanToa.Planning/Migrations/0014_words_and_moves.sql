-- Search finds words of plans and tasks; a recalculation moves what was confirmed and nothing else.

CREATE INDEX ix_plan_words ON plan USING gin (search_words(search_text));

CREATE INDEX ix_plan_task_words ON plan_task USING gin (search_words(text));

-- The due dates that an administrator has seen and confirmed, until they have been moved.
CREATE TABLE confirmed_move (
    province_id smallint NOT NULL,
    confirmation_id uuid NOT NULL,
    occurrence_id uuid NOT NULL,
    due_from date NOT NULL,
    due_to date NOT NULL,
    why text NOT NULL,
    CONSTRAINT pk_confirmed_move PRIMARY KEY (province_id, confirmation_id, occurrence_id)
);

CREATE INDEX ix_confirmed_move_confirmation_id ON confirmed_move (confirmation_id);
