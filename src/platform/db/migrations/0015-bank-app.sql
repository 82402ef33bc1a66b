-- `bank_app`: the provider itself brought the invoice into the app of the payer's bank.
alter table delivery drop constraint delivery_kind_check,
  add constraint delivery_kind_check check (kind = any ('{invoice,fresh_link,receipt,reminder,e_invoice,sms,bank_app}'));

-- True: its provider was to bring the order to the payer, and no browser of ours has opened it since.
alter table attempt add column brought boolean not null default false;
