-- One row is one balanced entry: accounts and amounts stand in step, positive is debit. An entry has one currency,
-- so a row that sums to zero keeps every merchant, mode and currency at zero.
-- A loop, because it is asked for every entry: a query inside it takes three times as long.
create function sum_of(amounts bigint[]) returns numeric language plpgsql immutable strict parallel safe as $$
declare
  total numeric := 0;
  amount bigint;
begin
  foreach amount in array amounts loop
    total := total + amount;
  end loop;
  return total;
end $$;

-- Entries, balances and events have no key to `merchant`: what they are about has one, merchants are never removed, and
-- four such looks at one row of every payment would make a busy merchant wait for itself.
create table journal_entry (
  merchant_id uuid not null,
  entry_id uuid not null,
  mode text not null check (mode = any ('{test,live}')),
  kind text not null check (kind = any (
    '{invoice_issued,invoice_cancelled,credit_note_issued,payment_received,refund_paid,refund_returned,charged_back,chargeback_returned,
     payout,reversal}')),
  subject_id uuid not null, -- the invoice, credit note, payment, refund or payout it books; a subject is booked once per kind
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  accounts text[] not null,
  amounts bigint[] not null,
  booked_at timestamptz not null,
  primary key (merchant_id, entry_id),
  unique (merchant_id, subject_id, kind),
  check (cardinality(accounts) = cardinality(amounts) and cardinality(accounts) >= 2),
  check (sum_of(amounts) = 0)
);

create view posting as
  select e.merchant_id, e.entry_id, e.mode, e.kind, e.subject_id, e.currency, e.booked_at, p.account, p.amount_minor
  from journal_entry e, unnest(e.accounts, e.amounts) as p (account, amount_minor);

-- The balance of an account is the sum of its slots: a busy account is spread over several rows.
create table account_balance (
  merchant_id uuid not null,
  mode text not null check (mode = any ('{test,live}')),
  currency text not null,
  account text not null,
  slot smallint not null,
  balance_minor bigint not null,
  primary key (merchant_id, mode, currency, account, slot)
) with (fillfactor = 70);

create function refuse_change() returns trigger language plpgsql as $$
begin
  raise exception '% is append-only', tg_table_name using errcode = 'insufficient_privilege';
end $$;

create trigger append_only before update or delete or truncate on journal_entry execute function refuse_change();
create trigger append_only before update or delete or truncate on payment execute function refuse_change();
create trigger append_only before update or delete or truncate on allocation execute function refuse_change();
create trigger append_only before update or delete or truncate on inbound_raw execute function refuse_change();
