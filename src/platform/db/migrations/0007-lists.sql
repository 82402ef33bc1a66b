-- The lists that people look at, whatever their store holds: newest first within a view, search by the beginning of
-- a text in any case, money by the day it came.
create index invoice_unpaid on invoice (merchant_id, store_id, mode, invoice_id)
  where document = 'issued' and payment in ('unpaid', 'partly_paid');
create index invoice_drafts on invoice (merchant_id, store_id, mode, invoice_id) where document = 'draft';
create index invoice_overpaid on invoice (merchant_id, store_id, mode, invoice_id) where payment = 'overpaid';
create index invoice_by_issue_date on invoice (merchant_id, store_id, mode, issue_date);
create index invoice_by_number on invoice (merchant_id, store_id, mode, lower(number) text_pattern_ops);
create index invoice_by_email on invoice (merchant_id, store_id, mode, lower(payer_email) text_pattern_ops);
create index payment_by_time on payment (merchant_id, store_id, mode, received_at) include (amount_minor, currency);
