-- Cash registers, who works at them and in which shifts, and what the tax service is told of it.

create table cash_register (
  merchant_id uuid not null,
  register_id uuid not null,
  store_id uuid not null,
  mode text not null check (mode = any ('{test,live}')),
  name text not null check (length(name) between 1 and 100),
  state text not null default 'active' check (state = any ('{active,closed}')),
  currency text not null check (currency ~ '^[A-Z]{3}$'), -- of its drawer
  fiscaliser text, -- the service through which its documents are filed; null: its country asks for none
  settings jsonb not null default '{}', -- of the fiscaliser: the fields that are no secret, by name
  settings_version integer not null default 1, -- grows with every change of settings or secrets
  guide jsonb not null default '{}', -- step id → when it was done
  fiscal_number text check (length(fiscal_number) <= 64), -- the tax service's, as the fiscaliser told it last
  opens text not null default 'first_receipt' check (opens = any ('{by_hand,first_receipt,at_time}')),
  opens_at smallint check (opens_at between 0 and 1439), -- minute of the store's day
  closes text not null default 'at_time' check (closes = any ('{by_hand,at_time}')),
  closes_at smallint default 1410 check (closes_at between 0 and 1439), -- minute of the store's day
  next_open_at timestamptz, -- when the schedule opens a shift; null: it does not
  deferred_hours integer not null default 72 check (deferred_hours between 1 and 8760), -- how long a receipt waits for its money
  rounding_minor integer not null default 0 check (rounding_minor between 0 and 100), -- step to which cash is rounded; 0: it is not
  payment_names jsonb not null default '{}', -- means of payment → how receipts name it, where not as the law's table does
  next_position bigint not null default 16, -- of the next document; there is room before the first
  next_shift integer not null default 1, -- number of the next shift
  file_at timestamptz, -- when its documents are looked at next; null: none waits
  filing_until timestamptz, -- a process is filing until then
  filing_claim uuid, -- that process's name for it
  trouble_since timestamptz, -- the service does not answer or does not take what the register says; null: all is well
  trouble text check (length(trouble) <= 500),
  offline_since timestamptz, -- the service says that it does not reach the tax service; null: it does, or does not say
  created_at timestamptz not null,
  primary key (merchant_id, register_id),
  foreign key (merchant_id, store_id) references store,
  check ((opens = 'at_time') = (opens_at is not null)),
  check ((closes = 'at_time') = (closes_at is not null))
);
create index cash_register_by_store on cash_register (merchant_id, store_id);
create index cash_register_to_file on cash_register (file_at) where file_at is not null;
create index cash_register_to_open on cash_register (next_open_at) where next_open_at is not null;

create table register_secret (
  merchant_id uuid not null,
  register_id uuid not null,
  field text not null,
  sealed bytea not null, -- AES-256-GCM; associated data: merchant, register, field
  primary key (merchant_id, register_id, field),
  foreign key (merchant_id, register_id) references cash_register
);

-- People who stand at a till. They have no account: a till is signed in by a user, and they say who of them sells.
create table cashier (
  merchant_id uuid not null,
  cashier_id uuid not null,
  store_id uuid not null,
  name text not null check (length(name) between 1 and 100), -- as receipts print it
  pin_hash text not null, -- argon2id
  may_return boolean not null,
  most_discount_percent smallint check (most_discount_percent between 0 and 100), -- null: no limit
  most_cash_out_minor bigint check (most_cash_out_minor >= 0), -- of one cash move, in the store's currency; null: no limit
  failed_tries integer not null default 0,
  locked_until timestamptz,
  archived_at timestamptz, -- null while they work here
  created_at timestamptz not null,
  primary key (merchant_id, cashier_id),
  foreign key (merchant_id, store_id) references store
);
create index cashier_by_store on cashier (merchant_id, store_id);

-- Its token stands in `token` as a hash and nowhere else.
create table cashier_session (
  merchant_id uuid not null,
  cashier_session_id uuid not null,
  register_id uuid not null,
  cashier_id uuid not null,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  primary key (merchant_id, cashier_session_id),
  foreign key (merchant_id, register_id) references cash_register,
  foreign key (merchant_id, cashier_id) references cashier
);
create index cashier_session_by_cashier on cashier_session (merchant_id, cashier_id);

alter table token drop constraint token_purpose_check,
  add constraint token_purpose_check check (purpose = any ('{pay_link,callback,api_key,store_page,payer_access,pay_code,cashier}'));

create table shift (
  merchant_id uuid not null,
  shift_id uuid not null,
  register_id uuid not null,
  store_id uuid not null,
  mode text not null check (mode = any ('{test,live}')),
  number integer not null check (number > 0),
  state text not null check (state = any ('{opening,open,closing,closed}')),
  opened_by uuid, -- cashier; null: by itself
  closed_by uuid, -- cashier; null: by itself
  opened_at timestamptz not null, -- when it was asked for, and once the service has opened it, when that was
  close_at timestamptz, -- when the schedule closes it; null: a person does
  closes_before timestamptz, -- by the law it is over then; null: no law says so
  closing_at timestamptz, -- when its end was asked for
  closed_at timestamptz,
  drawer_opened_minor bigint not null, -- what the journal had in the drawer at the beginning, and at the end
  drawer_closed_minor bigint,
  z jsonb, -- our Z-report as it was when it closed
  service_z jsonb, -- the service's own sums; null where it tells none
  sequence integer not null default 0, -- of the last event about this shift
  primary key (merchant_id, shift_id),
  unique (merchant_id, register_id, number),
  foreign key (merchant_id, register_id) references cash_register,
  foreign key (merchant_id, opened_by) references cashier,
  foreign key (merchant_id, closed_by) references cashier,
  check ((state = 'closed') = (closed_at is not null))
);
-- One shift sells. The one before it may still be waiting for the service to end it.
create unique index shift_open on shift (merchant_id, register_id) where state in ('opening', 'open');
create index shift_to_close on shift (close_at) where state in ('opening', 'open') and close_at is not null;
create index shift_closing on shift (merchant_id, register_id) where state = 'closing';

create table cash_move (
  merchant_id uuid not null,
  move_id uuid not null,
  register_id uuid not null,
  store_id uuid not null,
  mode text not null check (mode = any ('{test,live}')),
  shift_id uuid not null,
  kind text not null check (kind = any ('{service_in,service_out}')),
  amount_minor bigint not null check (amount_minor > 0),
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  note text not null default '' check (length(note) <= 200),
  cashier_id uuid not null,
  created_at timestamptz not null,
  primary key (merchant_id, move_id),
  foreign key (merchant_id, register_id) references cash_register,
  foreign key (merchant_id, shift_id) references shift,
  foreign key (merchant_id, cashier_id) references cashier
);
create index cash_move_by_shift on cash_move (merchant_id, shift_id);
create trigger append_only before update or delete or truncate on cash_move execute function refuse_change();

-- What the tax service is to hear, one register's strictly by position. The id is the key the service is given.
create table fiscal_document (
  merchant_id uuid not null,
  document_id uuid not null,
  register_id uuid not null,
  store_id uuid not null,
  mode text not null check (mode = any ('{test,live}')),
  shift_id uuid not null,
  position bigint not null,
  kind text not null check (kind = any ('{open_shift,sale,return,service_in,service_out,z_report,close_shift}')),
  subject_id uuid not null, -- the shift, receipt or cash move it tells of; of a shift opened anew, the document that needed it
  cashier text not null, -- name as printed
  request jsonb not null, -- what it says; amounts and decimals as text
  state text not null default 'queued' check (state = any ('{queued,drawn,unknown,filed,refused}')),
  ref text, -- by which the service finds it
  content bytea, -- the exact bytes that are sent
  content_type text,
  content_sha256 bytea,
  fiscal_number text,
  local_number bigint,
  filed_at timestamptz, -- by the service's word
  url text,
  is_offline boolean not null default false, -- the tax service has still to hear of it
  service_ref text, -- the service's own id of it
  answer text, -- what came back, without credentials
  problem text, -- what it was refused for, or why it waits
  tries integer not null default 0,
  created_at timestamptz not null,
  ended_at timestamptz, -- when we knew that it was filed or refused
  primary key (merchant_id, document_id),
  foreign key (merchant_id, register_id) references cash_register,
  foreign key (merchant_id, shift_id) references shift,
  check ((state in ('queued', 'refused')) or (ref is not null and content is not null and content_sha256 is not null) or answer is not null),
  check (state <> 'filed' or ended_at is not null)
);
-- What was refused has no place in the line any more: another may stand there.
create unique index fiscal_document_place on fiscal_document (merchant_id, register_id, position) where state <> 'refused';
-- At most one of a subject is or may be filed. A refused one is surely not.
create unique index fiscal_document_standing on fiscal_document (merchant_id, subject_id, kind) where state <> 'refused';
create index fiscal_document_waiting on fiscal_document (merchant_id, register_id, position) where state in ('queued', 'drawn', 'unknown');
create index fiscal_document_by_shift on fiscal_document (merchant_id, shift_id);

alter table journal_entry drop constraint journal_entry_kind_check,
  add constraint journal_entry_kind_check check (kind = any (
    '{invoice_issued,invoice_cancelled,credit_note_issued,payment_received,refund_paid,refund_returned,charged_back,chargeback_returned,
     payout,reversal,cash_move}'));
