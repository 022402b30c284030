-- Times are milliseconds since 1970 in UTC, money is nano-dollars, ids sort by age.

create table people (
    pseudonym text primary key,
    caller_id text not null unique,
    name text not null,
    created_at bigint not null
);

create table operations (
    id text primary key,
    kind text not null,
    state text not null,
    door text not null,
    requested_by text not null,
    repo text null,
    model_backed integer not null,
    request text null,
    result text null,
    error text null,
    attempt integer not null,
    cancel_requested integer not null,
    created_at bigint not null,
    started_at bigint null,
    finished_at bigint null
);
create index operations_by_person on operations (requested_by, created_at);
create index operations_by_kind on operations (kind, id);
create index operations_by_age on operations (created_at);
create index operations_unfinished on operations (state, id);

create table operation_steps (
    operation_id text not null,
    seq integer not null,
    name text not null,
    state text not null,
    at bigint not null,
    primary key (operation_id, seq)
);

create table idempotency_keys (
    key_hash text primary key,
    operation_id text not null,
    body_hash text not null,
    expires_at bigint not null
);
create index idempotency_keys_by_expiry on idempotency_keys (expires_at);

create table audit (
    seq bigint primary key,
    at bigint not null,
    actor text not null,
    action text not null,
    subject text not null,
    repo text null,
    detail text not null,
    prev_hash text not null,
    hash text not null
);
create index audit_by_actor on audit (actor, seq);

create table key_fingerprints (
    name text primary key,
    fingerprint text not null
);

create table diagnoses (
    id text primary key,
    operation_id text not null,
    repo text not null,
    sha text not null,
    fingerprint text not null,
    outcome text not null,
    engine text not null,
    confidence_score double precision not null,
    requested_by text not null,
    created_at bigint not null,
    input_tokens bigint not null,
    output_tokens bigint not null,
    cost_nano_usd bigint null,
    duration_ms bigint not null,
    error_text text not null,
    document text not null,
    feedback_useful integer null,
    feedback_note text null,
    feedback_by text null,
    feedback_at bigint null
);
create unique index diagnoses_by_operation on diagnoses (operation_id);
create index diagnoses_by_fingerprint on diagnoses (repo, fingerprint, id);
create index diagnoses_by_repo on diagnoses (repo, id);
create index diagnoses_by_person on diagnoses (requested_by, id);
create index diagnoses_by_age on diagnoses (created_at);

create table model_calls (
    id text primary key,
    operation_id text not null,
    role text not null,
    provider text not null,
    model text not null,
    prompt_version text not null,
    input_tokens bigint not null,
    cached_input_tokens bigint not null,
    cache_write_tokens bigint not null,
    output_tokens bigint not null,
    reasoning_tokens bigint not null,
    cost_nano_usd bigint null,
    latency_ms bigint not null,
    attempt integer not null,
    outcome text not null,
    requested_by text not null,
    repo text null,
    created_at bigint not null
);
create index model_calls_by_operation on model_calls (operation_id);
create index model_calls_by_age on model_calls (created_at, provider, model, cost_nano_usd, input_tokens, output_tokens);
create index model_calls_by_person on model_calls (requested_by, created_at);
