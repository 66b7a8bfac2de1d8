-- on: mysql 80000
CREATE TABLE e (id int primary key, a int) ENGINE=InnoDB;
-- on: mysql 80000
ALTER TABLE e ADD COLUMN b int, ALGORITHM=INSTANT;
-- on: mysql 80019
ALTER TABLE e ADD COLUMN c varchar(36) DEFAULT (concat('a', ')')), ADD d json DEFAULT (json_array()), ADD e int DEFAULT ((1 + 2) * 3) COMMENT 'e';
-- on: mysql 80023
ALTER TABLE e ADD COLUMN f int INVISIBLE, ADD g int VISIBLE COMMENT 'g';
-- on: mysql 80023
ALTER TABLE e ALTER COLUMN f SET VISIBLE, ALTER g SET INVISIBLE, ALTER COLUMN a SET DEFAULT (1 + 2);
-- on: mysql 80023
CREATE TABLE inv (id int, my_row_id2 bigint unsigned NOT NULL AUTO_INCREMENT INVISIBLE PRIMARY KEY);
-- on: mysql 80016
ALTER TABLE e ADD CONSTRAINT ck CHECK (a > 0) NOT ENFORCED, ADD h int CHECK (h > 0) NOT ENFORCED;
-- on: mysql 80016
ALTER TABLE e ALTER CHECK ck ENFORCED;
-- on: mysql 80016
ALTER TABLE e DROP CHECK ck;
-- on: mysql 80021
ALTER TABLE e ADD i int SECONDARY_ENGINE_ATTRIBUTE='{"x": 1}' COMMENT 'i', SECONDARY_ENGINE_ATTRIBUTE='{"y": 2}';
-- on: mysql 80021
ALTER TABLE e ADD j int COLUMN_FORMAT DYNAMIC STORAGE DISK COMMENT 'j';
-- on: mysql 80018
CREATE TABLE loc (id int primary key, g geometry NOT NULL SRID 4326, SPATIAL INDEX (g), n varchar(10), UNIQUE KEY fx ((lower(n)))) SECONDARY_ENGINE=NULL;
-- on: mysql 80029
ALTER TABLE e DROP COLUMN b, ADD COLUMN k int FIRST, ALGORITHM=INSTANT;
-- on: mysql 80018
ALTER TABLE e MODIFY a int NOT SECONDARY;
-- on: mysql 80016
ALTER DATABASE `${db}` DEFAULT ENCRYPTION 'N';
-- on: mysql 80018
CREATE TABLE wide_index (a int, b int, INDEX ((a + b)), INDEX ((cast(a as signed)) DESC, b));
-- on: mysql 80018
CREATE TABLE multi_valued (id int primary key, j json, INDEX mv ((cast(j->'$.a' as unsigned array))));
-- on: mysql 90000
CREATE TABLE IF NOT EXISTS nine (id int, v vector(3) NOT NULL, w int DEFAULT (abs(-1)));
-- on: mysql 90000
ALTER TABLE nine ADD x vector(16383) AFTER id, MODIFY v vector(5) NOT NULL;
-- on: mysql 80031
SET sql_generate_invisible_primary_key = ON;
-- on: mysql 80031
CREATE TABLE gipk (a int);
-- on: mysql 80031
SET sql_generate_invisible_primary_key = OFF;
-- on: mysql 90000
CREATE TABLE nine2 (id int, v vector(3) DEFAULT NULL COMMENT 'v', w vector, j json DEFAULT (json_object('a', 1)), PRIMARY KEY (id));
-- on: mysql 90000
ALTER TABLE nine2 RENAME COLUMN v TO v2, MODIFY w vector(7) NOT NULL FIRST, ADD INDEX ((id * 2));
-- on: mysql 90000
CREATE TABLE nine3 (id int PRIMARY KEY, other int REFERENCES nine2 (id));
-- on: mysql 80000
ALTER TABLE e RENAME COLUMN a TO a_new;
-- on: mysql 80000
ALTER TABLE e RENAME COLUMN a_new TO a, ADD a_new int AFTER a;
-- on: mysql 80029
ALTER TABLE e ADD i1 int AFTER a, ADD i2 varchar(5) DEFAULT 'x' FIRST, DROP COLUMN a_new, ALGORITHM=INSTANT;
-- on: mysql 80018
CREATE TABLE fi (id int primary key, a int, INDEX by_sum ((a + id), a), UNIQUE ((a * 2)));
-- on: mysql 80018
ALTER TABLE fi ADD b int, ADD INDEX ((b + 1), (a + b) DESC);
-- on: mysql 80018
ALTER TABLE fi DROP INDEX by_sum, ADD COLUMN c int FIRST;
-- on: mysql 80018
DROP INDEX functional_index ON fi;
