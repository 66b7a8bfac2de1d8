-- What happens in the shop while the pipeline follows. A line that begins with "--- " is announced.
USE shop;

--- inserts into four tables, among them a value of every type
INSERT INTO customers VALUES (900001, 'nova@example.com', 'Nóva Čapková', 'Brno', 10.50, '2024-06-01');
INSERT INTO shop_1.orders VALUES (900001, 900001, 'open', 42.00, '2024-06-01 10:00:00'), (900003, 900001, 'open', 7.77, '2024-06-01 10:00:01');
INSERT INTO shop_2.orders SELECT 900000 + seq * 2, seq, 'paid', seq, '2024-06-02 00:00:00' FROM seq_1_to_2000;
INSERT INTO page_views (path, visitor, seconds, seen_at) SELECT '/checkout', MD5(seq), NULL, '2024-06-03 00:00:00.123' FROM seq_1_to_5000;
INSERT INTO every_type
  SELECT id + 100, c_bool, c_tiny, c_tiny_u, c_small, c_small_u, c_medium, c_medium_u, c_int, c_int_u, c_big, c_big_u, c_bit1, c_bit9,
    c_bit64, c_decimal, c_decimal_whole, c_decimal_long, c_decimal_longest, c_float, c_double, c_char, c_varchar, c_latin, c_gbk,
    c_tinytext, c_text, c_mediumtext, c_longtext, c_binary, c_varbinary, c_tinyblob, c_blob, c_mediumblob, c_longblob, c_enum, c_set,
    c_date, c_datetime, c_datetime6, c_timestamp, c_timestamp6, c_time, c_time6, c_year, c_json, c_point, c_line, c_polygon, c_uuid,
    c_inet6
  FROM every_type;

--- updates, also of keys: of one column, of a part of a composite key, and to a key that was deleted before
UPDATE products SET price = price * 1.1, stock = stock + 1 WHERE sku LIKE 'SKU-0001%';
UPDATE customers SET id = id + 500000 WHERE id BETWEEN 4001 AND 4050;
UPDATE order_lines SET line_no = line_no + 10 WHERE order_id BETWEEN 100 AND 150;
DELETE FROM customers WHERE id = 17;
UPDATE customers SET id = 17 WHERE id = 18;
UPDATE every_type SET c_json = '{"updated": true}', c_blob = NULL, c_time6 = '12:00:00.25', c_varchar = '更新' WHERE id IN (3, 103);

--- deletes
DELETE FROM page_views WHERE id % 100 = 0;
DELETE FROM order_lines WHERE order_id BETWEEN 200 AND 240;
DELETE FROM every_type WHERE id = 104;

--- a transaction over four tables of three databases
START TRANSACTION;
INSERT INTO shop_2.orders VALUES (990002, 1, 'open', 120.00, '2024-06-05 08:30:00');
INSERT INTO order_lines VALUES (990002, 1, 'SKU-000001', 2, 'Geschenk 🎁'), (990002, 2, 'SKU-000002', 1, NULL);
UPDATE products SET stock = stock - 1 WHERE sku IN ('SKU-000001', 'SKU-000002');
UPDATE customers SET balance = balance - 120 WHERE id = 1;
UPDATE shop_1.orders SET state = 'sent' WHERE state = 'paid';
COMMIT;

--- a transaction that is rolled back
START TRANSACTION;
DELETE FROM customers;
ROLLBACK;

--- stop

--- ALTER TABLE customers ADD COLUMN, in the middle, and rows that use it
ALTER TABLE customers ADD COLUMN loyalty VARCHAR(20) DEFAULT NULL COMMENT 'programme' AFTER name;
INSERT INTO customers (id, email, name, loyalty, registered) VALUES (900002, 'gold@example.com', 'Ödön', 'or 🥇', '2024-06-06');
UPDATE customers SET loyalty = 'sølv' WHERE id BETWEEN 100 AND 199;

--- start

--- changes of the widened table, and the order's payment
UPDATE customers SET loyalty = NULL, balance = balance + 1 WHERE id BETWEEN 150 AND 160;
UPDATE shop_2.orders SET state = 'paid' WHERE id = 990002;
DELETE FROM shop_1.orders WHERE id = 900003;
