-- Whether the books of a channel agree with its provider's own list of a day: one row a channel and day, asked again until they do.
create table channel_agreement (
  merchant_id uuid not null,
  channel_id uuid not null,
  day date not null, -- of the store's time zone
  state text not null check (state = any ('{asked,agrees,differs,refused,unreachable}')),
  differences integer not null default 0 check (differences >= 0),
  asked_at timestamptz not null,
  primary key (merchant_id, channel_id, day),
  foreign key (merchant_id, channel_id) references channel,
  check ((state = 'differs') = (differences > 0))
);
