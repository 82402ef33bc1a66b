alter table delivery drop constraint delivery_kind_check,
  add constraint delivery_kind_check check (kind = any ('{invoice,fresh_link,receipt,reminder,e_invoice,sms}'));

-- The centre tells of each part of a text message later.
create table sms_part (
  merchant_id uuid not null,
  delivery_id uuid not null,
  part integer not null check (part > 0),
  message_id text not null check (length(message_id) <= 100), -- the centre's
  state text not null check (state = any ('{taken,delivered,failed,unknown}')),
  said text not null default '' check (length(said) <= 100), -- the centre's words of the last receipt
  primary key (merchant_id, delivery_id, part),
  foreign key (merchant_id, delivery_id) references delivery
);
-- A receipt names the centre's id and nothing else.
create index sms_part_by_message on sms_part (message_id);

-- A store's own words in its text messages; a language without a row uses the text of the catalogue.
create table store_sms (
  merchant_id uuid not null,
  store_id uuid not null,
  language text not null check (language = any ('{lt,lv,et,uk,ka,ru,en}')),
  body text not null check (length(body) between 1 and 500),
  plain_letters boolean not null, -- ą as a, so that more fits into one part
  primary key (merchant_id, store_id, language),
  foreign key (merchant_id, store_id) references store
);

-- What a mailed link opens: the documents of one payer at one store in one mode, for a short time. The link's token
-- stands in `token` as a hash and nowhere else.
create table payer_access (
  merchant_id uuid not null,
  payer_access_id uuid not null,
  store_id uuid not null,
  mode text not null check (mode = any ('{test,live}')),
  email text not null check (email = lower(email)),
  language text not null check (language = any ('{lt,lv,et,uk,ka,ru,en}')),
  created_at timestamptz not null,
  expires_at timestamptz not null,
  primary key (merchant_id, payer_access_id),
  foreign key (merchant_id, store_id) references store
);
create index payer_access_by_email on payer_access (merchant_id, store_id, mode, email);
