-- People and merchants. A user may work for several merchants, so app_user, session and mailed_token have no
-- merchant; every other table leads with merchant_id.

create table merchant (
  merchant_id uuid primary key,
  name text not null check (length(name) between 1 and 200),
  created_at timestamptz not null
);

create table app_user (
  user_id uuid primary key,
  email text not null unique check (email = lower(email) and length(email) <= 254),
  name text not null check (length(name) <= 200),
  language text not null check (language = any ('{lt,lv,et,uk,ka,ru,en}')),
  password_hash text, -- null until an invited person has chosen one
  activated_at timestamptz, -- null until the mailed link was used
  created_at timestamptz not null
);

create table membership (
  merchant_id uuid not null references merchant,
  user_id uuid not null references app_user,
  role text not null check (role = any ('{owner,admin,accountant,cashier,developer,viewer}')),
  store_ids uuid[], -- null: every store
  created_at timestamptz not null,
  primary key (merchant_id, user_id)
);
create index membership_by_user on membership (user_id);

create table session (
  session_id uuid primary key,
  token_hash bytea not null unique,
  user_id uuid not null references app_user,
  merchant_id uuid references merchant, -- whose cabinet is open; null while the user has none
  csrf_token text not null,
  created_at timestamptz not null,
  last_seen_at timestamptz not null,
  expires_at timestamptz not null,
  user_agent text not null,
  address text not null
);
create index session_by_user on session (user_id);

-- Links sent by mail: used once, by POST, kept as hashes.
create table mailed_token (
  token_hash bytea primary key,
  purpose text not null check (purpose = any ('{activate,reset,invite}')),
  email text not null,
  user_id uuid references app_user,
  merchant_id uuid references merchant,
  invitation_id uuid,
  browser_hash bytea, -- of the cookie of the browser that asked for a reset; null where any browser may use the link
  expires_at timestamptz not null,
  used_at timestamptz,
  check ((purpose = 'reset') = (browser_hash is not null))
);
create index mailed_token_by_user on mailed_token (user_id);

create table invitation (
  merchant_id uuid not null references merchant,
  invitation_id uuid not null,
  email text not null,
  role text not null check (role = any ('{owner,admin,accountant,cashier,developer,viewer}')),
  store_ids uuid[],
  invited_by uuid not null references app_user,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  accepted_at timestamptz,
  withdrawn_at timestamptz,
  primary key (merchant_id, invitation_id)
);

-- Counts of guarded acts (sign-in, reset, payment attempts) in fixed windows. The key is a hash: no address is kept.
-- Unlogged, so that counting waits for no disk on the way to a payment; a crash of the database begins the windows anew.
create unlogged table rate_limit (
  key_hash bytea primary key,
  window_starts_at timestamptz not null,
  used integer not null
);

-- Opaque public tokens (pay links, callback addresses, API keys) by their SHA-256: how a request finds its merchant.
create table token (
  token_hash bytea primary key,
  purpose text not null check (purpose = any ('{pay_link,callback,api_key,store_page,payer_access}')),
  merchant_id uuid not null references merchant,
  object_id uuid not null
);

-- Proof that the master key of this process is the one the secrets were sealed with.
create table instance_key (
  key_id text primary key,
  check_value bytea not null,
  created_at timestamptz not null
);
