-- What a live channel was set to before a secret of it was replaced: callbacks signed with that are heard until its time is over.
create table former_credentials (
  merchant_id uuid not null,
  channel_id uuid not null,
  settings_version integer not null, -- the channel's while they were its own
  sealed bytea not null, -- every field, as JSON; AES-256-GCM, associated data: merchant, channel, version
  pinned_proof text, -- the strongest proof seen with them
  accepted_until timestamptz not null, -- removed then
  primary key (merchant_id, channel_id, settings_version),
  foreign key (merchant_id, channel_id) references channel
);
