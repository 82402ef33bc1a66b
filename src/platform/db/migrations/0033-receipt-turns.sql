-- Whose turn it is, and until when one may pay, kept by the receipt's own row.
alter table receipt
  add column waits_from timestamptz, -- when the time to pay began, which ends with expires_at; null where nothing is to come
  add column tries integer not null default 0, -- how often the schedule could not register it, or send its money back
  add column try_at timestamptz; -- when it tries again; null: at once
update receipt set waits_from = created_at where expires_at is not null;
alter table receipt add constraint receipt_waits_check check ((waits_from is null) = (expires_at is null));
