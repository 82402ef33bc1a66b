-- What a store sells, as its till finds it.

create table product (
  merchant_id uuid not null,
  product_id uuid not null,
  store_id uuid not null,
  code text not null check (length(code) between 1 and 64),
  barcodes text[] not null default '{}', -- as the merchant orders them; product_barcode says whose each of them is
  name text not null check (length(name) between 1 and 128),
  unit_code integer check (unit_code between 1 and 99999), -- of the Ukrainian classifier, 2009 is a piece; null: none of its units
  unit_name text not null check (length(unit_name) between 1 and 64),
  is_weighed boolean not null, -- the quantity has three decimals
  price_minor bigint not null check (price_minor >= 0), -- of one unit, taxes included
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  tax_letters text not null default '' check (tax_letters ~ '^[АБВГҐДЕЄЖЗИІЇЙКЛМНОПРСТУФХЦЧШЩЬЮЯ]{0,15}$'), -- of tax_letter; '' for none
  uktzed text check (uktzed ~ '^([0-9]{4}|00[0-9]{3}|[0-9]{6}|[0-9]{8}|[0-9]{10})$'), -- code of goods
  dkpp text check (dkpp ~ '^[0-9]{2}\.[0-9]{2}\.[0-9]{2}-[0-9]{2}(\.[0-9]{2})*$' and length(dkpp) <= 64), -- code of a service
  created_at timestamptz not null,
  changed_at timestamptz not null,
  archived_at timestamptz, -- null while it is sold
  search_words text not null, -- of the name, the code and the barcodes, in small letters, each with a blank before it
  primary key (merchant_id, product_id),
  foreign key (merchant_id, store_id) references store,
  unique (merchant_id, store_id, code),
  check (uktzed is null or dkpp is null)
);
create index product_list on product (merchant_id, store_id, name collate "und-x-icu", product_id);

-- A scanned code means one product. Those of products that are not sold any more are free again.
create table product_barcode (
  merchant_id uuid not null,
  store_id uuid not null,
  barcode text not null check (barcode ~ '^[!-~]{1,64}$'),
  product_id uuid not null,
  primary key (merchant_id, store_id, barcode),
  foreign key (merchant_id, product_id) references product
);
create index product_barcode_by_product on product_barcode (merchant_id, product_id);

-- Tax letters are each merchant's own. A store without rows has those that its country usually begins with.
create table tax_letter (
  merchant_id uuid not null,
  store_id uuid not null,
  letter text not null check (letter ~ '^[АБВГҐДЕЄЖЗИІЇЙКЛМНОПРСТУФХЦЧШЩЬЮЯ]$'),
  in_force_from date not null,
  tax_type smallint not null check (tax_type between 0 and 99), -- 0 VAT, 1 excise, 2 pension fund, as fiscal documents number them
  name text not null check (length(name) between 1 and 64),
  percent numeric(5, 2) not null check (percent between 0 and 100),
  source text not null check (length(source) <= 200), -- what says so: a law, a decision
  primary key (merchant_id, store_id, letter, in_force_from),
  foreign key (merchant_id, store_id) references store
);
