alter table token drop constraint token_purpose_check;
alter table token add constraint token_purpose_check
  check (purpose = any ('{pay_link,callback,api_key,store_page,payer_access,pay_code}'));

-- Digits that are read to a payer over the phone and lead to the pay page: the last ones of each invoice, for a day. They
-- stand in `token` as a hash, under the invoice's id.
create table pay_code (
  merchant_id uuid not null,
  invoice_id uuid not null,
  code_hash bytea not null check (length(code_hash) = 32),
  expires_at timestamptz not null,
  primary key (merchant_id, invoice_id),
  foreign key (merchant_id, invoice_id) references invoice
);
