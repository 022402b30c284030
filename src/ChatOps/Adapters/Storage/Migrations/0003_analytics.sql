-- What models cost, past orchestrations, and lists that stay fast at a million rows.

-- The command that a call was made for: it outlives the operation's own row. Until now only diagnoses asked models.
alter table model_calls add column kind text not null default 'diagnose';

create table orchestrations (
    id text primary key,
    operation_id text not null,
    repo text not null,
    sha text not null,
    task text not null,
    verdict text null,
    iam_warnings integer not null,
    requested_by text not null,
    created_at bigint not null,
    input_tokens bigint not null,
    output_tokens bigint not null,
    cost_nano_usd bigint null,
    duration_ms bigint not null,
    document text not null
);
create unique index orchestrations_by_operation on orchestrations (operation_id);
create index orchestrations_by_repo on orchestrations (lower(repo), id);
create index orchestrations_by_person on orchestrations (requested_by, id);
create index orchestrations_by_age on orchestrations (created_at);

-- Filters take a repository's name without regard to case.
drop index diagnoses_by_repo;
create index diagnoses_by_repo on diagnoses (lower(repo), id);

create index workflows_by_repo on workflows (lower(repo), id);

create index audit_by_age on audit (at, seq);
create index audit_by_repo on audit (repo, seq);
