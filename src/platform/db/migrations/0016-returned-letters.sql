-- A mail server that returns a letter names its delivery, and not whose it is.
create index delivery_by_id on delivery (delivery_id);
