-- The lists that people look at, whatever their store holds: newest first within a view (unpaid invoices, and those of
-- certain days, by their day of issue), search by the beginning of a text in any case, money by the time it came.
create index invoice_unpaid on invoice (merchant_id, store_id, mode, issue_date, invoice_id)
  where document = 'issued' and payment in ('unpaid', 'partly_paid');
create index invoice_drafts on invoice (merchant_id, store_id, mode, invoice_id) where document = 'draft';
create index invoice_overpaid on invoice (merchant_id, store_id, mode, invoice_id) where payment = 'overpaid';
create index invoice_by_issue_date on invoice (merchant_id, store_id, mode, issue_date, invoice_id);
create index invoice_by_number on invoice (merchant_id, store_id, mode, lower(number) text_pattern_ops);
create index invoice_by_email on invoice (merchant_id, store_id, mode, lower(payer_email) text_pattern_ops);
create index payment_by_time on payment (merchant_id, store_id, mode, received_at, payment_id) include (amount_minor, currency);
create index payment_by_payer on payment (merchant_id, store_id, mode, lower(payer_name) text_pattern_ops) where payer_name is not null;
