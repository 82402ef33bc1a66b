-- A store's shifts and receipts as its owner looks through them, and what the tax service was told of one.
create index shift_list on shift (merchant_id, store_id, mode, shift_id);
create index receipt_by_day on receipt (merchant_id, store_id, mode, created_at);
create index fiscal_document_by_subject on fiscal_document (merchant_id, subject_id);
