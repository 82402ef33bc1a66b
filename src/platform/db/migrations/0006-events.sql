create table event (
  merchant_id uuid not null,
  event_id uuid not null,
  mode text check (mode = any ('{test,live}')), -- null for objects that have none
  type text not null check (type ~ '^[a-z_]+\.[a-z_]+$'),
  object_id uuid not null,
  sequence integer not null,
  at timestamptz not null,
  actor text not null, -- user:<id>, api_key:<id>, provider:<channel id>, payer or kvit
  data jsonb not null,
  primary key (merchant_id, event_id),
  unique (merchant_id, object_id, sequence)
);
create trigger append_only before update or delete or truncate on event execute function refuse_change();

-- Events not yet told to the merchant's systems.
create table outbox (
  merchant_id uuid not null,
  event_id uuid not null,
  primary key (merchant_id, event_id)
);

create table audit_record (
  merchant_id uuid not null references merchant,
  audit_id uuid not null,
  at timestamptz not null,
  actor text not null,
  action text not null,
  object_id uuid not null,
  change jsonb not null, -- what it was and what it is; secrets only as "changed"
  reason text,
  primary key (merchant_id, audit_id)
);
create index audit_record_by_object on audit_record (merchant_id, object_id);
create trigger append_only before update or delete or truncate on audit_record execute function refuse_change();

create table delivery (
  merchant_id uuid not null,
  delivery_id uuid not null,
  invoice_id uuid not null,
  store_id uuid not null,
  mode text not null check (mode = any ('{test,live}')),
  kind text not null check (kind = any ('{invoice,fresh_link,receipt,e_invoice}')),
  payment_id uuid, -- the payment a receipt is for; null for every other kind
  recipient text not null check (length(recipient) <= 254),
  language text not null,
  with_pdf boolean, -- the letter carries the PDF; null: as the store has it when the letter is written
  with_e_invoice boolean not null default false, -- the letter carries the XML as a file of its own
  subject text not null,
  state text not null check (state = any ('{queued,sent,delivered,failed,withdrawn,unknown}')),
  tries integer not null default 0,
  problem text, -- what the mail server or the SMS centre said last; null after success
  because text check (because = any ('{given_up,invoice_cancelled,nothing_to_pay,payment_reversed}')), -- our own reason to end it without sending
  transport_id text, -- the Message-ID
  parts integer check (parts > 0), -- of a text message, which is charged by the part; null for others, and until it was written
  submitted_at timestamptz, -- when the SMS centre was asked; set on a queued delivery: nobody knows what came of it
  requested_by text not null,
  created_at timestamptz not null,
  sent_at timestamptz,
  primary key (merchant_id, delivery_id),
  foreign key (merchant_id, invoice_id) references invoice,
  foreign key (merchant_id, payment_id) references payment,
  check ((kind = 'receipt') = (payment_id is not null))
);
create index delivery_by_invoice on delivery (merchant_id, invoice_id);
-- A letter asked for again before the first one left is the same letter.
create unique index delivery_waiting on delivery (merchant_id, invoice_id, kind, recipient, language) where state = 'queued' and payment_id is null;
-- A payment has one receipt letter, however often the sweep sees it.
create unique index delivery_of_receipt on delivery (merchant_id, payment_id) where payment_id is not null;

-- Up to which payment of a store every one has its receipt letter or gets none: where the sweep goes on.
create table receipt_mark (
  merchant_id uuid not null,
  store_id uuid not null,
  mode text not null check (mode = any ('{test,live}')),
  payment_id uuid not null,
  primary key (merchant_id, store_id, mode),
  foreign key (merchant_id, store_id) references store,
  foreign key (merchant_id, payment_id) references payment
);

-- The answer once given under an Idempotency-Key, kept for a day and longer.
create table idempotency_key (
  merchant_id uuid not null references merchant,
  caller text not null,
  key text not null check (length(key) between 1 and 255),
  request_hash bytea not null,
  status integer, -- null while the first call is still at work
  answer text,
  created_at timestamptz not null,
  primary key (merchant_id, caller, key)
);
