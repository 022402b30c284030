-- Answers on their way into a chat, and what people did with the cards there.
create table deliveries (
    operation_id text primary key,
    platform text not null,
    address text not null,
    reply text null,
    reply_until bigint null,
    message text null,
    posting integer not null,
    handed_over integer not null,
    state text not null,
    attempts integer not null,
    created_at bigint not null
);
create index deliveries_by_reply on deliveries (reply_until);
create index deliveries_by_handover on deliveries (handed_over, created_at);
create index deliveries_by_age on deliveries (created_at);

create table card_marks (
    card_operation_id text not null,
    mark text not null,
    operation_id text not null,
    place integer not null,
    person text not null,
    done integer not null,
    at bigint not null,
    primary key (card_operation_id, mark)
);
create index card_marks_by_age on card_marks (at);

create table parked_requests (
    id text primary key,
    request text not null,
    address text not null,
    reply text null,
    person text not null,
    expires_at bigint not null
);
create index parked_requests_by_expiry on parked_requests (expires_at);
