-- Where a merchant's money lies, what its banks say of it, and which of that was found to pay which invoice.

create table money_account (
  merchant_id uuid not null,
  account_id uuid not null,
  store_id uuid not null,
  kind text not null check (kind = any ('{bank_account,merchant_account}')),
  name text not null check (length(name) between 1 and 100),
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  bank_name text not null default '' check (length(bank_name) <= 100), -- of a merchant account: the provider
  iban text, -- capitals without spaces; null for a merchant account, which has none
  csv_columns jsonb, -- how a person read a table of this bank that Kvit did not know; null while nobody had to
  opened_at timestamptz not null,
  closed_at timestamptz,
  primary key (merchant_id, account_id),
  foreign key (merchant_id, store_id) references store,
  unique (merchant_id, store_id, iban, currency),
  check ((kind = 'bank_account') = (iban is not null))
);

-- The money of a channel's payments lies in this account. Once said it stays: moving the channel would move its past.
alter table channel add column account_id uuid;
alter table channel add foreign key (merchant_id, account_id) references money_account;
create index channel_by_account on channel (merchant_id, account_id) where account_id is not null;

create table statement_import (
  merchant_id uuid not null,
  import_id uuid not null,
  account_id uuid not null,
  store_id uuid not null,
  mode text not null check (mode = any ('{test,live}')),
  file_name text not null check (length(file_name) between 1 and 200),
  format text not null check (format = any ('{camt.053,camt.052,camt.054,MT940,CSV}')),
  lines_read integer not null,
  lines_new integer not null,
  warnings jsonb not null, -- what did not stop the import: code, line, values
  period_from date,
  period_to date,
  imported_by text not null,
  imported_at timestamptz not null,
  match_at timestamptz, -- when the schedule takes its lines up next; null: nothing is left to match by itself
  primary key (merchant_id, import_id),
  foreign key (merchant_id, account_id) references money_account
);
create index statement_import_by_account on statement_import (merchant_id, account_id, mode, import_id);
create index statement_import_to_match on statement_import (match_at) where match_at is not null;

create table statement_line (
  merchant_id uuid not null,
  line_id uuid not null,
  import_id uuid not null,
  account_id uuid not null,
  store_id uuid not null,
  mode text not null check (mode = any ('{test,live}')),
  identity text not null, -- by the file that told of it first; see line-identity.ts
  seen_in text[] not null, -- formats of the files that told of it; see same-movement.ts
  place integer not null, -- the line of the file, or the entry's number in it
  booked_on date not null,
  value_on date,
  amount_minor bigint not null check (amount_minor <> 0), -- positive: it came in
  currency text not null,
  party_name text,
  party_account text,
  reference text, -- the structured one; capitals without spaces
  remittance text not null default '',
  bank_ref text,
  end_to_end text,
  nature text not null check (nature = any ('{transfer,fee,interest,reversal,own_transfer}')),
  batch text, -- the collective entry in whose details a bank told it; null: told by itself
  part_of uuid, -- the line that is that entry as a whole; null: none was told
  state text not null default 'open' check (state = any ('{open,matched,ignored,folded}')), -- folded: the whole stands for its parts, or they for it
  matched_minor bigint not null default 0,
  sequence integer not null default 0, -- of the last event about this line
  created_at timestamptz not null,
  primary key (merchant_id, line_id),
  foreign key (merchant_id, import_id) references statement_import,
  foreign key (merchant_id, account_id) references money_account,
  foreign key (merchant_id, part_of) references statement_line,
  unique (merchant_id, account_id, mode, identity),
  check (matched_minor between 0 and greatest(amount_minor, 0)),
  check ((state = 'matched') = (amount_minor > 0 and matched_minor = amount_minor)),
  check (state <> 'folded' or matched_minor = 0)
);
create index statement_line_parts on statement_line (merchant_id, part_of) where part_of is not null;

-- What files of other formats call a line that is here already.
create table statement_line_name (
  merchant_id uuid not null,
  account_id uuid not null,
  mode text not null check (mode = any ('{test,live}')),
  identity text not null,
  line_id uuid not null,
  primary key (merchant_id, account_id, mode, identity),
  foreign key (merchant_id, account_id) references money_account,
  foreign key (merchant_id, line_id) references statement_line
);
create index statement_line_name_by_line on statement_line_name (merchant_id, line_id);
create index statement_line_list on statement_line (merchant_id, store_id, mode, booked_on, line_id);
create index statement_line_by_account on statement_line (merchant_id, account_id, mode, booked_on, line_id);
create index statement_line_by_import on statement_line (merchant_id, import_id);
create index statement_line_open on statement_line (merchant_id, store_id, mode, line_id) where state = 'open' and amount_minor > 0;

create table statement_match (
  merchant_id uuid not null,
  match_id uuid not null,
  line_id uuid not null,
  store_id uuid not null,
  mode text not null check (mode = any ('{test,live}')),
  kind text not null check (kind = any ('{invoice,payout}')),
  invoice_id uuid,
  booked_id uuid not null, -- the payment or payout it became: chosen before, so that a repetition books it once
  amount_minor bigint not null check (amount_minor > 0),
  state text not null check (state = any ('{booking,booked,undone,refused}')),
  score integer not null check (score between 0 and 100),
  reasons text[] not null,
  author text not null,
  created_at timestamptz not null,
  state_changed_at timestamptz not null,
  primary key (merchant_id, match_id),
  foreign key (merchant_id, line_id) references statement_line,
  foreign key (merchant_id, invoice_id) references invoice,
  unique (merchant_id, booked_id),
  check ((kind = 'invoice') = (invoice_id is not null))
);
create index statement_match_by_line on statement_match (merchant_id, line_id);
create index statement_match_of_invoice on statement_match (merchant_id, invoice_id) where state = 'booking';
create index statement_match_unfinished on statement_match (state_changed_at) where state = 'booking';

-- Money that goes from one account of the merchant to another: a provider's payout, mostly.
create table payout (
  merchant_id uuid not null,
  payout_id uuid not null,
  store_id uuid not null,
  mode text not null check (mode = any ('{test,live}')),
  from_account_id uuid not null,
  to_account_id uuid not null,
  amount_minor bigint not null check (amount_minor > 0),
  currency text not null,
  paid_on date not null,
  note text not null default '' check (length(note) <= 500),
  made_by text not null,
  created_at timestamptz not null,
  primary key (merchant_id, payout_id),
  foreign key (merchant_id, from_account_id) references money_account,
  foreign key (merchant_id, to_account_id) references money_account,
  check (from_account_id <> to_account_id)
);
create trigger append_only before update or delete or truncate on payout execute function refuse_change();

-- A payment that was found not to be one of this invoice. The payment stays; this takes it out of the sums.
create table payment_reversal (
  merchant_id uuid not null,
  payment_id uuid not null,
  reason text not null check (length(reason) between 1 and 500),
  reversed_by text not null,
  reversed_at timestamptz not null,
  primary key (merchant_id, payment_id),
  foreign key (merchant_id, payment_id) references payment
);
create trigger append_only before update or delete or truncate on payment_reversal execute function refuse_change();

-- A statement of an account is asked by time; entries come in the order of time, so the index grows at one end.
create index journal_entry_by_time on journal_entry (merchant_id, mode, booked_at, entry_id);
create index invoice_content_by_reference on invoice_content (merchant_id, reference) where reference is not null;

-- What may be paid by a line of a bank statement: see candidates.ts, which writes the same expressions.
create index invoice_owed on invoice (merchant_id, store_id, mode, currency, (gross_minor - credited_minor - paid_minor))
  where document = 'issued' and payment in ('unpaid', 'partly_paid');
create index invoice_bare_number on invoice (merchant_id, store_id, mode, (regexp_replace(upper(number), '[^0-9A-Z]', '', 'g')))
  where document = 'issued' and payment in ('unpaid', 'partly_paid');
