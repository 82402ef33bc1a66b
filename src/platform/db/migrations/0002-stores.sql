create table store (
  merchant_id uuid not null references merchant,
  store_id uuid not null,
  name text not null check (length(name) between 1 and 100),
  mode text not null default 'test' check (mode = any ('{test,live}')), -- what new documents are; from test to live, never back
  is_open boolean not null default true,
  language text not null check (language = any ('{lt,lv,et,uk,ka,ru,en}')),
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  country text not null check (country ~ '^[A-Z]{2}$'),
  time_zone text not null,
  brand_colour text not null check (brand_colour ~ '^#[0-9a-f]{6}$'),
  legal_name text not null,
  company_code text not null default '',
  vat_code text not null default '',
  address text not null default '',
  email text not null default '',
  phone text not null default '',
  website text not null default '',
  terms_url text not null default '',
  iban text not null default '',
  bank_name text not null default '',
  number_prefix text not null default '' check (number_prefix ~ '^[A-Za-z0-9/-]{0,12}$'),
  due_days integer not null default 14 check (due_days between 0 and 365),
  pay_until_days integer check (pay_until_days between 0 and 730), -- days after the due date; null: no limit
  part_payments boolean not null default false,
  page_token text check (length(page_token) <= 40), -- address of the page where payers ask for all their invoices: public
  attach_pdf boolean not null default true, -- letters that ask for money carry the invoice as PDF, unless one is sent otherwise
  receipt_letters_since timestamptz, -- payments booked from then on are answered with a receipt letter; null: none is
  created_at timestamptz not null,
  primary key (merchant_id, store_id)
);

create table store_logo (
  merchant_id uuid not null,
  store_id uuid not null,
  content bytea not null check (length(content) <= 262144),
  media_type text not null check (media_type = any ('{image/png,image/jpeg,image/webp}')),
  width integer not null,
  height integer not null,
  version text not null generated always as (left(md5(content), 12)) stored, -- part of its address
  primary key (merchant_id, store_id),
  foreign key (merchant_id, store_id) references store
);

-- A store's own words in its letters; a language or field without a row uses the text of the catalogue.
create table store_letter (
  merchant_id uuid not null,
  store_id uuid not null,
  kind text not null check (kind = any ('{invoice,receipt}')),
  language text not null check (language = any ('{lt,lv,et,uk,ka,ru,en}')),
  subject text not null check (length(subject) <= 200),
  body text not null check (length(body) <= 4000),
  primary key (merchant_id, store_id, kind, language),
  foreign key (merchant_id, store_id) references store
);

create table api_key (
  merchant_id uuid not null references merchant,
  api_key_id uuid not null,
  name text not null check (length(name) between 1 and 100),
  mode text not null check (mode = any ('{test,live}')),
  permissions text[] not null,
  store_ids uuid[], -- null: every store
  hint text not null, -- the last four characters
  created_by uuid not null references app_user,
  created_at timestamptz not null,
  last_used_at timestamptz,
  revoked_at timestamptz,
  primary key (merchant_id, api_key_id)
);

create table channel (
  merchant_id uuid not null,
  channel_id uuid not null,
  store_id uuid not null,
  connector text not null,
  name text not null check (length(name) between 1 and 100),
  state text not null default 'draft' check (state = any ('{draft,awaiting_provider,testing,live,suspended}')),
  mode text not null default 'test' check (mode = any ('{test,live}')), -- live from the moment it first goes live
  state_changed_at timestamptz not null,
  settings jsonb not null default '{}', -- the fields that are no secret, by name
  settings_version integer not null default 1, -- grows with every change of settings or secrets
  guide jsonb not null default '{}', -- step id → when it was done
  callback_token bytea not null, -- sealed: shown to the merchant, looked up by its hash
  facts text, -- what the connector keeps between calls
  facts_at timestamptz,
  pinned_proof text,
  last_callback_at timestamptz, -- of those that the present credentials proved, or that need no proof
  last_former_callback_at timestamptz, -- of those that only credentials before the present ones proved
  verified_at timestamptz,
  verify_problem text,
  trouble_at timestamptz, -- the provider gave no answer or refused the channel; null: not since it last did what it was asked
  created_at timestamptz not null,
  primary key (merchant_id, channel_id),
  foreign key (merchant_id, store_id) references store,
  check (state <> 'live' or mode = 'live')
);
create index channel_by_store on channel (merchant_id, store_id);

create table channel_secret (
  merchant_id uuid not null,
  channel_id uuid not null,
  field text not null,
  sealed bytea not null, -- AES-256-GCM; associated data: merchant, channel, field
  primary key (merchant_id, channel_id, field),
  foreign key (merchant_id, channel_id) references channel
);
