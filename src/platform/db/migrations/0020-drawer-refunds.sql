-- Cash that goes back leaves the drawer of a shift: its report has to expect it, whatever it was given back for.
alter table refund
  add column shift_id uuid, -- out of whose drawer it was given; null: not out of a drawer, or out of one between two shifts
  add foreign key (merchant_id, shift_id) references shift;
create index refund_by_shift on refund (merchant_id, shift_id) where shift_id is not null;
