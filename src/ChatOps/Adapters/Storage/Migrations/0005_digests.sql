-- Which weeks a channel has had its digest of: once each, however many hosts and restarts there are.
create table digests (
    channel text not null,
    week text not null,
    operation_id text not null,
    created_at bigint not null,
    primary key (channel, week)
);
