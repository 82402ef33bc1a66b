create table attempt (
  merchant_id uuid not null,
  attempt_id uuid not null,
  invoice_id uuid not null,
  channel_id uuid not null,
  store_id uuid not null,
  mode text not null check (mode = any ('{test,live}')),
  state text not null default 'created' check (state = any (
    '{created,pending,authorised,succeeded,failed,revoked,expired,unknown,conflicted}')),
  asked_minor bigint not null check (asked_minor > 0),
  currency text not null,
  method text,
  language text not null,
  provider_ref text,
  also_refs text[] not null default '{}', -- other payments that the payer has begun by the same link, newest first
  waiting_since timestamptz, -- the provider said that the payer's bank has been asked; null before
  claimed_at timestamptz, -- the provider said: executed, but its arrival will never be confirmed; null before
  conflict jsonb, -- what differed between the report and our rows; null but in `conflicted`
  note text, -- why a person settled it; null where none did
  polls smallint not null default 0, -- how often the provider was asked by itself
  poll_at timestamptz, -- when it is asked next; null where it cannot be, or need not be any more
  decision text check (decision = any ('{capture,release}')), -- what a person decided about reserved money; null before
  decision_key uuid, -- the same for every try of one decision
  decision_minor bigint check (decision_minor > 0), -- how much of it is to be taken; null for a release
  decision_state text check (decision_state = any ('{asked,unknown,refused}')), -- until the provider's report moves the attempt
  sequence integer not null default 0,
  created_at timestamptz not null,
  state_changed_at timestamptz not null,
  primary key (merchant_id, attempt_id),
  foreign key (merchant_id, invoice_id) references invoice,
  foreign key (merchant_id, channel_id) references channel
);
create index attempt_by_invoice on attempt (merchant_id, invoice_id);
create index attempt_by_ref on attempt (merchant_id, channel_id, provider_ref);
create index attempt_open on attempt (state_changed_at) where state in ('created', 'pending');
create index attempt_poll on attempt (poll_at) where poll_at is not null and state in ('pending', 'authorised', 'unknown');
create index attempt_attention on attempt (merchant_id, store_id, mode, attempt_id) where state in ('unknown', 'conflicted', 'authorised');

-- A test attempt cannot reach a live channel, nor a live one a channel that is still being tested.
create function check_attempt_mode() returns trigger language plpgsql as $$
begin
  if not exists (
    select from channel c join invoice i on i.merchant_id = c.merchant_id
    where c.merchant_id = new.merchant_id and c.channel_id = new.channel_id and c.mode = new.mode
      and c.state in ('testing', 'live') and c.store_id = i.store_id
      and i.invoice_id = new.invoice_id and i.mode = new.mode
  ) then
    raise exception 'attempt, invoice and channel are not of one store and mode' using errcode = 'check_violation';
  end if;
  return new;
end $$;
create trigger attempt_mode before insert on attempt for each row execute function check_attempt_mode();

create table payment (
  merchant_id uuid not null,
  payment_id uuid not null,
  store_id uuid not null,
  mode text not null check (mode = any ('{test,live}')),
  source text not null check (source = any ('{attempt,statement_line,cash,manual}')),
  attempt_id uuid,
  channel_id uuid,
  provider_ref text,
  amount_minor bigint not null check (amount_minor > 0),
  currency text not null,
  method text,
  payer_name text,
  payer_account text,
  note text,
  received_at timestamptz not null, -- for a payment by hand: the day the person named
  created_at timestamptz not null,
  primary key (merchant_id, payment_id),
  foreign key (merchant_id, attempt_id) references attempt,
  foreign key (merchant_id, channel_id) references channel,
  unique (merchant_id, channel_id, provider_ref),
  check ((source = 'attempt') = (attempt_id is not null and channel_id is not null and provider_ref is not null))
);
create index payment_list on payment (merchant_id, store_id, mode, payment_id);

create table allocation (
  merchant_id uuid not null,
  payment_id uuid not null,
  invoice_id uuid not null,
  amount_minor bigint not null check (amount_minor > 0),
  created_at timestamptz not null,
  primary key (merchant_id, invoice_id, payment_id),
  foreign key (merchant_id, payment_id) references payment,
  foreign key (merchant_id, invoice_id) references invoice
);
create index allocation_by_payment on allocation (merchant_id, payment_id);

create table refund (
  merchant_id uuid not null,
  refund_id uuid not null,
  payment_id uuid not null,
  invoice_id uuid not null,
  store_id uuid not null,
  mode text not null check (mode = any ('{test,live}')),
  state text not null check (state = any ('{requested,approved,pending,succeeded,failed,reversed,unknown}')),
  because text not null check (because = any ('{overpaid,asked,told_by_provider,charged_back}')),
  amount_minor bigint not null check (amount_minor > 0),
  currency text not null,
  provider_key text, -- tells one refund of a payment from the next; null until the provider named it
  note text,
  sequence integer not null default 0,
  sent_at timestamptz, -- when the provider was asked to send the money; null where a person sends it
  asks smallint not null default 0, -- how often the provider was asked since then what became of it
  ask_at timestamptz, -- when it is asked next; null where nothing is left to ask, or it was asked often enough
  created_at timestamptz not null,
  state_changed_at timestamptz not null,
  primary key (merchant_id, refund_id),
  foreign key (merchant_id, payment_id) references payment,
  foreign key (merchant_id, invoice_id) references invoice,
  unique (merchant_id, payment_id, provider_key)
);
create index refund_by_invoice on refund (merchant_id, invoice_id);
create index refund_ask on refund (ask_at) where ask_at is not null;
create unique index refund_at_provider on refund (merchant_id, payment_id) where state in ('pending', 'unknown'); -- one at a time: a provider may tell only totals
create index refund_open on refund (merchant_id, store_id, mode, refund_id) where state in ('requested', 'approved', 'pending', 'unknown');
create index refund_charged_back on refund (merchant_id, store_id, mode, refund_id) where because = 'charged_back' and state = 'succeeded' and note is null; -- nobody has said yet what was done about it

-- What providers told us. Bytes that come again raise `times`; the bytes themselves never change.
create table inbound_message (
  merchant_id uuid not null,
  inbound_id uuid not null,
  channel_id uuid not null,
  received_at timestamptz not null,
  sha256 bytea not null check (length(sha256) = 32), -- of method, query and body
  verdict text not null check (verdict = any ('{report,hint,forged}')),
  proof text, -- which signature convinced; null for hints and forgeries
  outcome text not null check (outcome = any ('{received,applied,repeated,conflicted,unmatched,noted,rejected}')),
  reason text,
  attempt_id uuid,
  times integer not null default 1,
  last_received_at timestamptz not null,
  primary key (merchant_id, inbound_id),
  unique (merchant_id, channel_id, sha256),
  foreign key (merchant_id, channel_id) references channel
);
create index inbound_message_unapplied on inbound_message (received_at) where outcome = 'received';
create index inbound_message_by_attempt on inbound_message (merchant_id, attempt_id) where attempt_id is not null;

create table inbound_raw (
  merchant_id uuid not null,
  inbound_id uuid not null,
  method text not null check (method = any ('{GET,POST}')),
  query text not null,
  content_type text,
  body bytea not null,
  primary key (merchant_id, inbound_id)
);
