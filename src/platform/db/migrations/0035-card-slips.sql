-- How the acquirer knows a payment, for fiscal receipts: reference, authCode, mask, paidAt; null where the provider told none.
alter table payment add column slip jsonb;
