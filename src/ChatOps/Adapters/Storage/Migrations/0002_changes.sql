-- Plans of changes, the pull requests that came of them, and who people are on GitHub.

create table change_plans (
    id text primary key,
    operation_id text not null,
    kind text not null,
    state text not null,
    repo text not null,
    digest text not null,
    requested_by text not null,
    document text not null,
    progress text not null,
    applied_by text null,
    applied_in text null,
    result text null,
    created_at bigint not null,
    expires_at bigint not null,
    applied_at bigint null
);
create index change_plans_by_operation on change_plans (operation_id);
create index change_plans_by_taker on change_plans (applied_in);
create index change_plans_by_digest on change_plans (repo, kind, digest);
create index change_plans_by_age on change_plans (created_at);

create table workflows (
    id text primary key,
    plan_id text not null unique,
    operation_id text not null,
    diagnosis_id text null,
    repo text not null,
    kind text not null,
    pr_number integer not null,
    pr_url text not null,
    title text not null,
    branch text not null,
    state text not null,
    requested_by text not null,
    reverted_by integer null,
    created_at bigint not null,
    checked_at bigint not null,
    merged_at bigint null,
    closed_at bigint null
);
create unique index workflows_by_pull_request on workflows (repo, pr_number);
create index workflows_by_person on workflows (requested_by, id);
create index workflows_by_age on workflows (created_at);
create index workflows_by_state on workflows (state, checked_at);

create table workflow_reverts (
    workflow_id text not null,
    pr_number integer not null,
    primary key (workflow_id, pr_number)
);
create index workflow_reverts_by_pull_request on workflow_reverts (pr_number);

-- Tokens and device codes are encrypted.
create table github_accounts (
    person text primary key,
    state text not null,
    github_id bigint null,
    login text null,
    token text null,
    device_code text null,
    user_code text null,
    verification_uri text null,
    expires_at bigint null,
    ask_after bigint null,
    ask_every integer null,
    updated_at bigint not null
);

create table webhook_deliveries (
    id text primary key,
    repo text not null,
    pr_number integer not null,
    created_at bigint not null
);
create index webhook_deliveries_by_age on webhook_deliveries (created_at);

-- The keys that secrets are encrypted with, themselves encrypted with one that is not in the database.
create table key_ring (
    id text primary key,
    element text not null,
    created_at bigint not null
);
