-- What the calls of models came to on each day that is over (UTC), so that nobody adds up a year call by call.
-- Whoever enters, changes or deletes a call deletes its day here in the same transaction: what stands here is what the calls say.
-- A row with the dimension 'day' says that the day was added up, also when it had no calls.
create table cost_days (
    dimension text not null,
    day bigint not null,
    repo text not null,
    item text not null,
    operations bigint not null,
    nano bigint not null,
    unpriced bigint not null,
    input bigint not null,
    output bigint not null,
    primary key (dimension, day, repo, item)
);

drop index model_calls_by_operation;
create index model_calls_by_operation on model_calls (operation_id, created_at);
