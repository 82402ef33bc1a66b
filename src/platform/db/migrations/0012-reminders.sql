-- Letters that remind a payer, and invoices that write themselves.

-- When a store reminds its payers. No row: never.
create table reminder_schedule (
  merchant_id uuid not null,
  store_id uuid not null,
  is_on boolean not null,
  steps integer[] not null check (cardinality(steps) between 1 and 10), -- days after the due date, negative before it; ascending
  send_from smallint not null check (send_from between 0 and 1439), -- minutes after midnight by the store's clock
  send_until smallint not null check (send_until between 1 and 1440 and send_until > send_from),
  skips_weekends boolean not null,
  skips_holidays boolean not null,
  days_off date[] not null check (cardinality(days_off) <= 100), -- besides weekends and public holidays
  in_force_since timestamptz not null, -- reminders that were to go before this are not made up for
  primary key (merchant_id, store_id),
  foreign key (merchant_id, store_id) references store
);

-- A step of the schedule that was taken for an invoice: once, whichever process came first.
create table reminder (
  merchant_id uuid not null,
  invoice_id uuid not null,
  step integer not null,
  delivery_id uuid not null,
  created_at timestamptz not null,
  primary key (merchant_id, invoice_id, step),
  foreign key (merchant_id, invoice_id) references invoice,
  foreign key (merchant_id, delivery_id) references delivery
);

-- An invoice that a person took out of the schedule for a while.
create table reminder_pause (
  merchant_id uuid not null,
  invoice_id uuid not null,
  paused_by text not null,
  paused_at timestamptz not null,
  primary key (merchant_id, invoice_id),
  foreign key (merchant_id, invoice_id) references invoice
);

alter table delivery drop constraint delivery_kind_check, add constraint delivery_kind_check check (kind = any ('{invoice,fresh_link,receipt,reminder,e_invoice}'));
alter table delivery drop constraint delivery_because_check, add constraint delivery_because_check
  check (because = any ('{given_up,invoice_cancelled,nothing_to_pay,payment_reversed,payment_begun,reminders_paused}'));
alter table store_letter drop constraint store_letter_kind_check,
  add constraint store_letter_kind_check check (kind = any ('{invoice,receipt,reminder,overdue}'));

-- What is issued anew in every period.
create table recurring_invoice (
  merchant_id uuid not null,
  recurring_id uuid not null,
  store_id uuid not null,
  mode text not null check (mode = any ('{test,live}')),
  state text not null default 'active' check (state = any ('{active,paused,ended}')),
  customer_id uuid,
  payer_name text not null,
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  gross_minor bigint not null check (gross_minor > 0), -- of one invoice
  content jsonb not null, -- what each invoice says: payer, lines, language, notes
  due_days integer check (due_days between 0 and 365), -- null: as the store has it
  sends boolean not null, -- whether each invoice goes to the payer by letter
  every text not null check (every = any ('{week,month,year}')),
  every_count integer not null default 1 check (every_count between 1 and 12), -- every so many weeks, months or years
  month_day integer check (month_day between 1 and 31), -- 31: the last day; shorter months end earlier
  starts_on date not null,
  ends_on date, -- null: no last day
  most_issues integer check (most_issues between 1 and 1000), -- null: no limit
  issues integer not null default 0,
  next_on date, -- the period that is issued next, by the store's calendar; null when there is none
  problem text, -- why the last try was refused; null after success
  retry_at timestamptz, -- not tried before this; null: as soon as the day has come
  version integer not null default 1,
  created_at timestamptz not null,
  primary key (merchant_id, recurring_id),
  foreign key (merchant_id, store_id) references store,
  foreign key (merchant_id, customer_id) references customer,
  check ((every = 'month') = (month_day is not null)),
  check ((state = 'ended') = (next_on is null))
);
create index recurring_invoice_list on recurring_invoice (merchant_id, store_id, mode, recurring_id);
create index recurring_invoice_next on recurring_invoice (next_on) where state = 'active';

-- A period and the invoice that was issued for it: one, whoever came first and however often.
create table recurring_issue (
  merchant_id uuid not null,
  recurring_id uuid not null,
  period_on date not null,
  invoice_id uuid not null,
  primary key (merchant_id, recurring_id, period_on),
  foreign key (merchant_id, recurring_id) references recurring_invoice,
  foreign key (merchant_id, invoice_id) references invoice
);
create unique index recurring_issue_by_invoice on recurring_issue (merchant_id, invoice_id);
