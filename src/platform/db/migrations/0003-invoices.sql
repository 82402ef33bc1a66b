create table customer (
  merchant_id uuid not null,
  customer_id uuid not null,
  store_id uuid not null,
  mode text not null check (mode = any ('{test,live}')),
  name text not null check (length(name) between 1 and 200),
  email text not null default '' check (length(email) <= 254),
  phone text not null default '' check (length(phone) <= 40),
  company_code text not null default '' check (length(company_code) <= 40),
  vat_code text not null default '' check (length(vat_code) <= 40),
  address text not null default '' check (length(address) <= 500),
  country text check (country ~ '^[A-Z]{2}$'),
  language text not null check (language = any ('{lt,lv,et,uk,ka,ru,en}')),
  reference text check (length(reference) <= 100), -- the merchant's own number of this customer
  created_at timestamptz not null,
  archived_at timestamptz,
  primary key (merchant_id, customer_id),
  foreign key (merchant_id, store_id) references store,
  unique (merchant_id, store_id, mode, reference)
);
create index customer_list on customer (merchant_id, store_id, mode, customer_id);
create index customer_by_name on customer (merchant_id, store_id, mode, lower(name) text_pattern_ops);
create index customer_by_email on customer (merchant_id, store_id, mode, lower(email) text_pattern_ops);

-- The narrow, often updated half of an invoice; what is printed stands in invoice_content.
create table invoice (
  merchant_id uuid not null,
  invoice_id uuid not null,
  store_id uuid not null,
  mode text not null check (mode = any ('{test,live}')),
  customer_id uuid,
  document text not null default 'draft' check (document = any ('{draft,issued,cancelled}')),
  payment text not null default 'unpaid' check (payment = any ('{unpaid,partly_paid,paid,overpaid,refunded}')),
  paid_late boolean not null default false,
  number text,
  external_number text check (length(external_number) <= 100), -- the accounting program's own number
  tests_channel_id uuid, -- the channel whose set-up this invoice tests; null for every other invoice
  payer_name text not null default '',
  payer_email text not null default '',
  language text not null check (language = any ('{lt,lv,et,uk,ka,ru,en}')),
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  net_minor bigint not null default 0,
  vat_minor bigint not null default 0,
  gross_minor bigint not null default 0 check (gross_minor >= 0),
  credited_minor bigint not null default 0 check (credited_minor between 0 and gross_minor),
  paid_minor bigint not null default 0 check (paid_minor >= 0), -- all that was allocated, refunds not deducted
  refunded_minor bigint not null default 0 check (refunded_minor between 0 and paid_minor),
  issue_date date,
  due_date date,
  pay_until timestamptz, -- after this moment no new attempt starts; null: no limit
  live_attempt_id uuid, -- the lease: the one attempt that may be under way
  lease_until timestamptz,
  version integer not null default 1, -- grows with every change; writers compare it
  sequence integer not null default 0, -- of the last event about this invoice
  created_at timestamptz not null,
  issued_at timestamptz,
  paid_at timestamptz, -- when the whole was first covered
  cancelled_at timestamptz,
  sent_at timestamptz,
  viewed_at timestamptz,
  primary key (merchant_id, invoice_id),
  foreign key (merchant_id, store_id) references store,
  foreign key (merchant_id, customer_id) references customer,
  unique (merchant_id, store_id, mode, external_number),
  check ((document = 'draft') = (number is null)),
  check (net_minor + vat_minor = gross_minor)
) with (fillfactor = 80);
create unique index invoice_number on invoice (merchant_id, store_id, mode, number);
create index invoice_list on invoice (merchant_id, store_id, mode, invoice_id);
create index invoice_open on invoice (merchant_id, store_id, mode, due_date) where payment in ('unpaid', 'partly_paid');
create index invoice_by_payer on invoice (merchant_id, store_id, mode, lower(payer_name) text_pattern_ops);
create index invoice_of_test on invoice (merchant_id, tests_channel_id) where tests_channel_id is not null;
create index invoice_by_customer on invoice (merchant_id, customer_id) where customer_id is not null;

create table invoice_content (
  merchant_id uuid not null,
  invoice_id uuid not null,
  lines jsonb not null,
  totals jsonb not null, -- one row per VAT rate or exemption
  payer jsonb not null,
  seller jsonb, -- the store's company details as issued; null while a draft
  notes text not null default '' check (length(notes) <= 2000),
  buyer_reference text not null default '' check (length(buyer_reference) <= 100),
  order_reference text not null default '' check (length(order_reference) <= 100),
  reference text, -- ISO 11649 creditor reference; null while a draft
  primary key (merchant_id, invoice_id),
  foreign key (merchant_id, invoice_id) references invoice
);

create table credit_note (
  merchant_id uuid not null,
  credit_note_id uuid not null,
  invoice_id uuid not null,
  store_id uuid not null,
  mode text not null check (mode = any ('{test,live}')),
  number text not null,
  issue_date date not null,
  reason text not null check (length(reason) between 1 and 500),
  currency text not null,
  net_minor bigint not null,
  vat_minor bigint not null,
  gross_minor bigint not null check (gross_minor > 0),
  lines jsonb not null,
  totals jsonb not null,
  created_at timestamptz not null,
  primary key (merchant_id, credit_note_id),
  foreign key (merchant_id, invoice_id) references invoice,
  unique (merchant_id, store_id, mode, number),
  check (net_minor + vat_minor = gross_minor)
);
create index credit_note_by_invoice on credit_note (merchant_id, invoice_id);

-- The last number given per store, mode, kind of document and year: locked last and briefly, so that no number is skipped.
create table number_series (
  merchant_id uuid not null,
  store_id uuid not null,
  mode text not null check (mode = any ('{test,live}')),
  document text not null check (document = any ('{invoice,credit_note}')),
  year integer not null,
  last_number integer not null,
  primary key (merchant_id, store_id, mode, document, year),
  foreign key (merchant_id, store_id) references store
);

create table payment_link (
  merchant_id uuid not null,
  link_id uuid not null,
  invoice_id uuid not null,
  mode text not null check (mode = any ('{test,live}')),
  kind text not null check (kind = any ('{single_use,until_paid,reusable}')),
  state text not null check (state = any ('{active,paused,expired}')),
  sealed_token bytea not null, -- shown to the merchant and the payer; looked up by its hash
  created_at timestamptz not null,
  primary key (merchant_id, link_id),
  foreign key (merchant_id, invoice_id) references invoice
);
create index payment_link_by_invoice on payment_link (merchant_id, invoice_id);

-- A live document needs a store that was opened for real money.
create function check_invoice_mode() returns trigger language plpgsql as $$
begin
  if new.mode = 'live' and not exists (
    select from store s where s.merchant_id = new.merchant_id and s.store_id = new.store_id and s.mode = 'live'
  ) then
    raise exception 'a live invoice needs a live store' using errcode = 'check_violation';
  end if;
  return new;
end $$;
create trigger invoice_mode before insert on invoice for each row execute function check_invoice_mode();
