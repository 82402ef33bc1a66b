-- A sale of a till is an invoice of origin `till` with a receipt. It is in none of the lists of invoices, so their indexes
-- leave it out: a busy till makes a thousand a day. Those that a search looks into are left whole: PostgreSQL puts several
-- together for one search only where none of them is of a part.
alter table invoice
  add column origin text not null default 'invoice' check (origin = any ('{invoice,till}')),
  add column till_waits boolean not null default false; -- a receipt waits for this invoice's money

drop index invoice_list, invoice_open, invoice_by_issue_date;
create index invoice_list on invoice (merchant_id, store_id, mode, invoice_id) where origin = 'invoice';
create index invoice_open on invoice (merchant_id, store_id, mode, due_date) where payment in ('unpaid', 'partly_paid') and origin = 'invoice';
create index invoice_by_issue_date on invoice (merchant_id, store_id, mode, issue_date, invoice_id) where origin = 'invoice';
create index invoice_paid_at_till on invoice (paid_at) where till_waits and payment in ('paid', 'overpaid');

alter table number_series drop constraint number_series_document_check,
  add constraint number_series_document_check check (document = any ('{invoice,credit_note,receipt}'));

alter table journal_entry drop constraint journal_entry_kind_check,
  add constraint journal_entry_kind_check check (kind = any (
    '{invoice_issued,invoice_cancelled,invoice_reinstated,credit_note_issued,payment_received,refund_paid,refund_returned,charged_back,
     chargeback_returned,payout,reversal,cash_move}'));

alter table token drop constraint token_purpose_check,
  add constraint token_purpose_check check (purpose = any ('{pay_link,callback,api_key,store_page,payer_access,pay_code,cashier,receipt}'));

create table receipt (
  merchant_id uuid not null,
  receipt_id uuid not null,
  store_id uuid not null,
  mode text not null check (mode = any ('{test,live}')),
  register_id uuid not null,
  shift_id uuid, -- in which it was registered; null while its money is awaited
  cash_shift_id uuid, -- in which its cash was put into the drawer; null where none was
  kind text not null check (kind = any ('{sale,return}')),
  state text not null check (state = any ('{deferred,registering,registered,rejected,offline,unknown,expired,cancelled}')),
  number text not null,
  invoice_id uuid not null, -- a return has that of its sale
  cashier_id uuid not null,
  cashier_name text not null, -- as printed
  returns_id uuid, -- the sale of which this takes goods back; null for a sale
  language text not null check (language = any ('{lt,lv,et,uk,ka,ru,en}')),
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  total_minor bigint not null check (total_minor >= 0), -- of the lines after discounts, before `rounding_minor`
  rounding_minor bigint not null, -- what rounding cash adds
  lines jsonb not null,
  taxes jsonb not null, -- one row per tax letter
  payments jsonb not null, -- how it was to be paid, and once it was, how it has been
  sends jsonb not null default '[]', -- how the link was sent, newest last
  expires_at timestamptz, -- until when money is awaited; null where nothing is to come
  expire_at timestamptz, -- when it is tried to end it; null where nothing is to come
  document_id uuid, -- what the tax service is told of it
  fiscal_number text,
  local_number bigint,
  fiscal_at timestamptz,
  fiscal_url text,
  problem text, -- why it was rejected
  money_due boolean not null default false, -- a return: its money is to be sent back now
  to_cash boolean not null default false, -- a return: the money is taken from the drawer, however it came
  sealed_token bytea not null, -- of its public page
  asked_key text check (length(asked_key) <= 255), -- under which the till asked for it, so that it can be found after a lost answer
  sequence integer not null default 1, -- of the last event about it
  created_at timestamptz not null,
  state_changed_at timestamptz not null,
  changed_at timestamptz not null, -- also by what is no change of state
  primary key (merchant_id, receipt_id),
  foreign key (merchant_id, register_id) references cash_register,
  foreign key (merchant_id, shift_id) references shift,
  foreign key (merchant_id, cash_shift_id) references shift,
  foreign key (merchant_id, cashier_id) references cashier,
  foreign key (merchant_id, invoice_id) references invoice,
  foreign key (merchant_id, returns_id) references receipt,
  foreign key (merchant_id, document_id) references fiscal_document,
  check ((kind = 'return') = (returns_id is not null)),
  check (state not in ('registered', 'offline') or shift_id is not null)
);
create index receipt_list on receipt (merchant_id, register_id, receipt_id);
create index receipt_of_store on receipt (merchant_id, store_id, mode, receipt_id);
create index receipt_changed on receipt (merchant_id, register_id, changed_at);
create index receipt_deferred on receipt (merchant_id, store_id, mode, receipt_id) where state = 'deferred';
create index receipt_for_person on receipt (merchant_id, store_id, mode, receipt_id) where state in ('rejected', 'unknown');
create unique index receipt_of_invoice on receipt (merchant_id, invoice_id) where kind = 'sale';
create unique index receipt_asked on receipt (merchant_id, register_id, asked_key) where asked_key is not null;
create index receipt_by_number on receipt (merchant_id, store_id, mode, lower(number) text_pattern_ops);
create index receipt_by_fiscal_number on receipt (merchant_id, fiscal_number text_pattern_ops) where fiscal_number is not null;
create index receipt_returns on receipt (merchant_id, returns_id) where returns_id is not null;
create index receipt_by_shift on receipt (merchant_id, shift_id) where shift_id is not null;
create index receipt_to_expire on receipt (expire_at) where state = 'deferred' and expire_at is not null;
create index receipt_money_due on receipt (state_changed_at) where money_due;

-- Which receipt is for which money. Of a payment at most one sale is registered (INV-4).
create table receipt_payment (
  merchant_id uuid not null,
  receipt_id uuid not null,
  payment_id uuid not null,
  kind text not null check (kind = any ('{sale,return}')),
  amount_minor bigint not null check (amount_minor > 0), -- of the payment; what is more of it is in excess and goes back
  refund_id uuid, -- by which a return gives the money back
  primary key (merchant_id, receipt_id, payment_id),
  foreign key (merchant_id, receipt_id) references receipt,
  foreign key (merchant_id, payment_id) references payment,
  foreign key (merchant_id, refund_id) references refund,
  check ((kind = 'return') = (refund_id is not null))
);
create unique index receipt_payment_sale on receipt_payment (merchant_id, payment_id) where kind = 'sale';
create unique index receipt_payment_refund on receipt_payment (merchant_id, refund_id) where refund_id is not null;
create index receipt_payment_by_payment on receipt_payment (merchant_id, payment_id);
create trigger append_only before update or delete or truncate on receipt_payment execute function refuse_change();
