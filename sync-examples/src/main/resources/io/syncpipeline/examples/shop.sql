-- The quick start's shop. ${pageViews} is replaced; the sequences are MariaDB's.
CREATE DATABASE shop CHARACTER SET utf8mb4;
CREATE DATABASE shop_1 CHARACTER SET utf8mb4;
CREATE DATABASE shop_2 CHARACTER SET utf8mb4;
USE shop;

CREATE TABLE customers (
  id INT UNSIGNED NOT NULL PRIMARY KEY,
  email VARCHAR(120) NOT NULL UNIQUE,
  name VARCHAR(80) NOT NULL COMMENT 'as the customer writes it',
  city VARCHAR(40) CHARACTER SET utf16,
  balance DECIMAL(12,2) NOT NULL DEFAULT 0,
  registered DATE NOT NULL
) COMMENT = 'who buys';
INSERT INTO customers
SELECT seq, CONCAT('customer', seq, '@example.com'),
  ELT(1 + seq % 5, 'Zoë Müller', '王小明', 'Łukasz Żółw', 'Ольга Петрова', 'Anaïs 🐝 Lefèvre'),
  ELT(1 + seq % 4, 'Köln', '北京', 'São Paulo', 'القاهرة'), seq * 1.25 - 1000, DATE_ADD('2020-01-01', INTERVAL seq DAY)
FROM seq_1_to_5000;

CREATE TABLE products (
  sku CHAR(10) NOT NULL PRIMARY KEY,
  title VARCHAR(100) NOT NULL,
  price DECIMAL(8,2) NOT NULL,
  stock SMALLINT NOT NULL,
  tags SET('new', 'sale', 'gift') NOT NULL,
  attributes JSON,
  thumbnail VARBINARY(64)
);
INSERT INTO products
SELECT CONCAT('SKU-', LPAD(seq, 6, '0')), CONCAT('Ürün ', seq), seq * 0.99, seq % 50, ELT(1 + seq % 3, 'new', 'sale,gift', ''),
  JSON_OBJECT('weight', seq / 8, 'colours', JSON_ARRAY('röd', 'blå'), 'origin', NULL), UNHEX(MD5(seq))
FROM seq_1_to_1000;

CREATE TABLE order_lines (
  order_id BIGINT NOT NULL,
  line_no TINYINT UNSIGNED NOT NULL,
  sku CHAR(10) NOT NULL,
  quantity INT NOT NULL,
  note TEXT,
  PRIMARY KEY (order_id, line_no)
);
INSERT INTO order_lines
SELECT 3 + seq DIV 2, 1 + seq % 2, CONCAT('SKU-', LPAD(1 + seq % 1000, 6, '0')), 1 + seq % 9, IF(seq % 3 = 0, NULL, 'für später')
FROM seq_1_to_20000;

CREATE TABLE page_views (
  id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
  path VARCHAR(200) NOT NULL,
  visitor CHAR(32) CHARACTER SET ascii NOT NULL,
  seconds DOUBLE,
  seen_at DATETIME(3) NOT NULL
);
INSERT INTO page_views
SELECT seq, CONCAT('/products/', seq % 1000), MD5(seq), seq % 4000 / 7, DATE_ADD('2024-05-01', INTERVAL seq SECOND)
FROM seq_1_to_${pageViews};

CREATE TABLE shop_1.orders (
  id BIGINT NOT NULL PRIMARY KEY,
  customer_id INT UNSIGNED NOT NULL,
  state ENUM('open', 'paid', 'sent') NOT NULL,
  total DECIMAL(10,2) NOT NULL,
  placed_at TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP
);
CREATE TABLE shop_2.orders LIKE shop_1.orders;
INSERT INTO shop_1.orders
SELECT seq * 2 + 1, 1 + seq % 5000, ELT(1 + seq % 3, 'open', 'paid', 'sent'), seq * 3.1, DATE_ADD('2024-01-01', INTERVAL seq MINUTE)
FROM seq_1_to_10000;
INSERT INTO shop_2.orders
SELECT seq * 2 + 2, 1 + seq % 5000, ELT(1 + seq % 3, 'open', 'paid', 'sent'), seq * 1.7, DATE_ADD('2024-01-01', INTERVAL seq HOUR)
FROM seq_1_to_10000;

CREATE TABLE every_type (
  id INT NOT NULL PRIMARY KEY,
  c_bool BOOLEAN, c_tiny TINYINT, c_tiny_u TINYINT UNSIGNED, c_small SMALLINT, c_small_u SMALLINT UNSIGNED,
  c_medium MEDIUMINT, c_medium_u MEDIUMINT UNSIGNED, c_int INT, c_int_u INT UNSIGNED, c_big BIGINT, c_big_u BIGINT UNSIGNED,
  c_bit1 BIT(1), c_bit9 BIT(9), c_bit64 BIT(64),
  c_decimal DECIMAL(10,3), c_decimal_whole DECIMAL(38,0), c_decimal_long DECIMAL(38,18), c_decimal_longest DECIMAL(65,30),
  c_float FLOAT, c_double DOUBLE,
  c_char CHAR(10), c_varchar VARCHAR(100), c_latin VARCHAR(20) CHARACTER SET latin1, c_gbk VARCHAR(20) CHARACTER SET gbk,
  c_tinytext TINYTEXT, c_text TEXT, c_mediumtext MEDIUMTEXT, c_longtext LONGTEXT,
  c_binary BINARY(4), c_varbinary VARBINARY(20), c_tinyblob TINYBLOB, c_blob BLOB, c_mediumblob MEDIUMBLOB, c_longblob LONGBLOB,
  c_enum ENUM('klein', 'groß', '大'), c_set SET('a', 'b', 'ü'),
  c_date DATE, c_datetime DATETIME, c_datetime6 DATETIME(6), c_timestamp TIMESTAMP NULL, c_timestamp6 TIMESTAMP(6) NULL,
  c_time TIME, c_time6 TIME(6), c_year YEAR,
  c_json JSON, c_point POINT, c_line LINESTRING, c_polygon POLYGON,
  c_uuid UUID, c_inet6 INET6
);
INSERT INTO every_type (id) VALUES (1);
INSERT INTO every_type VALUES (2,
  0, -128, 0, -32768, 0, -8388608, 0, -2147483648, 0, -9223372036854775807, 0, 0, 0, 0,
  -9999999.999, -99999999999999999999999999999999999999, -99999999999999999999.999999999999999999,
  -99999999999999999999999999999999999.999999999999999999999999999999,
  -3.4e38, -1.7976931348623157e308, '', '', '', '', '', '', '', '', '', '', '', '', '', '', 'klein', '',
  '1000-01-01', '1000-01-01 00:00:00', '1000-01-01 00:00:00.000000', '1970-01-01 00:00:01', '1970-01-01 00:00:01.000000',
  '-838:59:59', '-838:59:59.999999', 1901, '{}', ST_GeomFromText('POINT(0 0)'), ST_GeomFromText('LINESTRING(0 0, 1 1)'),
  ST_GeomFromText('POLYGON((0 0, 4 0, 4 4, 0 0))'), '00000000-0000-0000-0000-000000000000', '::');
INSERT INTO every_type VALUES (3,
  1, 127, 255, 32767, 65535, 8388607, 16777215, 2147483647, 4294967295, 9223372036854775807, 18446744073709551615,
  1, 511, 18446744073709551615, 9999999.999, 99999999999999999999999999999999999999, 99999999999999999999.999999999999999999,
  99999999999999999999999999999999999.999999999999999999999999999999, 3.4e38, 1.7976931348623157e308,
  'naïve', 'Straße 街道 🚚', 'Ångström', '数据同步', 'tiny', REPEAT('日本語', 1000), REPEAT('m', 70000), 'long',
  X'00FF0001', X'DEADBEEF00', X'00', REPEAT(X'AB', 3000), REPEAT(X'00', 70000), X'FFFE', '大', 'a,b,ü',
  '9999-12-31', '9999-12-31 23:59:59', '9999-12-31 23:59:59.999999', '2038-01-19 03:14:07', '2038-01-19 03:14:07.999999',
  '838:59:59', '838:59:59.999999', 2155, '{"deep": [1, 2.50, {"ключ": "значение 🔑"}], "big": 12345678901234567890, "none": null}',
  ST_GeomFromText('POINT(-122.25 37.5)'), ST_GeomFromText('LINESTRING(1 2, 3 4, 5 6)'),
  ST_GeomFromText('POLYGON((0 0, 10 0, 10 10, 0 10, 0 0), (1 1, 2 1, 2 2, 1 1))'),
  'f81d4fae-7dec-11d0-a765-00a0c91e6bf6', '2001:db8::ff00:42:8329');
INSERT INTO every_type (id, c_float, c_double, c_decimal, c_time6, c_datetime, c_varchar, c_char, c_binary) VALUES
  (4, 0.1, 0.1, 0.001, '-00:00:00.000001', '2024-02-29 12:34:56', '  spaces around  ', '  x', X'20'),
  (5, 16777217, 1e-300, -0.001, '00:00:00.5', '2024-12-31 23:59:59', 'line\nbreak\ttab "quote" back\\slash', '', X'0000');
