-- What is made while the tax service cannot be reached, and told to it afterwards.

-- One time without the tax service at a cash register: the law limits how long it lasts, and all of a month together.
create table offline_session (
  merchant_id uuid not null,
  offline_session_id uuid not null,
  register_id uuid not null,
  state text not null check (state = any ('{running,given_up,ending,ended}')), -- given_up: what was not taken is, and only its end has to be told
  began_at timestamptz not null,
  last_at timestamptz not null, -- of its last document about money
  standing bytea, -- from what its next document is drawn, sealed; null: the service numbers by itself
  asks integer not null default 0, -- how often the service was asked in vain whether it is back
  ask_at timestamptz not null, -- when it is asked next
  problem text check (length(problem) <= 500), -- what the tax service did not take: nothing more is made or told until a person says so; null: all is well
  ended_at timestamptz, -- when the tax service had all of it
  primary key (merchant_id, offline_session_id),
  foreign key (merchant_id, register_id) references cash_register,
  check ((state = 'ended') = (ended_at is not null))
);
create unique index offline_session_open on offline_session (merchant_id, register_id) where state <> 'ended';
create index offline_session_of_month on offline_session (merchant_id, register_id, last_at);

alter table cash_register drop column offline_since,
  add column offline_grant bytea, -- from what a time without the service would begin, sealed; null: the service has given nothing
  add column offline_grant_at bigint; -- documents from this position on are not counted in it

-- `offline`: it has its number and was given out, and the tax service has still to hear of it.
alter table fiscal_document drop column is_offline,
  drop constraint fiscal_document_kind_check, drop constraint fiscal_document_state_check,
  add constraint fiscal_document_kind_check
    check (kind = any ('{open_shift,sale,return,service_in,service_out,z_report,close_shift,offline_begin,offline_end}')),
  add constraint fiscal_document_state_check check (state = any ('{queued,drawn,unknown,offline,filed,refused}')),
  add column offline_session_id uuid, -- in which it was made; null: with the tax service
  add column signed bytea, -- as it will be sent, where that is more than `content`
  add foreign key (merchant_id, offline_session_id) references offline_session,
  add check (state <> 'offline' or (offline_session_id is not null and fiscal_number is not null));
create index fiscal_document_to_tell on fiscal_document (merchant_id, offline_session_id, local_number, position) where state = 'offline';
