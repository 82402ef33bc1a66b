-- The letter with a till's receipt, once for each receipt.
alter table delivery
  add column receipt_id uuid,
  add foreign key (merchant_id, receipt_id) references receipt (merchant_id, receipt_id),
  drop constraint delivery_kind_check,
  add constraint delivery_kind_check check (kind = any ('{invoice,fresh_link,receipt,reminder,e_invoice,sms,bank_app,till_receipt}')),
  add constraint delivery_till_receipt check ((kind = 'till_receipt') = (receipt_id is not null));

create unique index delivery_of_till_receipt on delivery (merchant_id, receipt_id) where receipt_id is not null;
drop index delivery_waiting;
create unique index delivery_waiting on delivery (merchant_id, invoice_id, kind, recipient, language)
  where state = 'queued' and payment_id is null and receipt_id is null;

alter table receipt add column letter_due boolean not null default false; -- registered, and nobody has looked yet whether its payer left an address
create index receipt_letter_due on receipt (state_changed_at) where letter_due;
