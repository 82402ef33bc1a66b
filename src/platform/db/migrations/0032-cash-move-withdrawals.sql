-- A cash move that the tax service refused and that was taken back. The move stays; this takes it out of the sums of its shift.
create table cash_move_withdrawal (
  merchant_id uuid not null,
  move_id uuid not null,
  reason text not null check (length(reason) between 1 and 500),
  withdrawn_by text not null,
  withdrawn_at timestamptz not null,
  primary key (merchant_id, move_id),
  foreign key (merchant_id, move_id) references cash_move
);
create trigger append_only before update or delete or truncate on cash_move_withdrawal execute function refuse_change();
