-- A click finds and settles its mark by its operation.
create index card_marks_by_operation on card_marks (operation_id);
