-- Workspaces that installed the Slack app.
create table slack_installations (
    team_id text primary key,
    team_name text not null,
    bot_user_id text not null,
    token text not null,
    scopes text not null,
    installed_by text not null,
    installed_at bigint not null
);
