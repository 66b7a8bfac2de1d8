CREATE TABLE t (id int not null primary key, a int, b varchar(10), c varchar(10) not null comment 'c');
ALTER TABLE t ADD COLUMN d int;
ALTER TABLE t ADD e int NOT NULL DEFAULT 5 COMMENT 'e';
ALTER TABLE t ADD COLUMN f int FIRST, ADD g int AFTER id;
ALTER TABLE t ADD COLUMN (h int, i varchar(20) not null default ''), ADD (j decimal(10,2));
ALTER TABLE t ADD COLUMN k int AFTER a, ADD COLUMN l int AFTER k, ADD m int FIRST, ADD n int FIRST;
ALTER TABLE t DROP COLUMN f, DROP g;
ALTER TABLE t DROP COLUMN `h`, ADD COLUMN h2 bigint AFTER `b`, DROP i;
ALTER TABLE t CHANGE a a bigint;
ALTER TABLE t CHANGE COLUMN a a1 bigint unsigned NOT NULL COMMENT 'renamed' AFTER c;
ALTER TABLE t CHANGE a1 A1 bigint unsigned NOT NULL COMMENT 'renamed';
ALTER TABLE t CHANGE b b2 varchar(10), CHANGE c b varchar(10) NOT NULL;
ALTER TABLE t CHANGE b b3 varchar(10) NOT NULL, CHANGE b2 b varchar(10);
ALTER TABLE t MODIFY b varchar(200);
ALTER TABLE t MODIFY COLUMN b varchar(200) NOT NULL FIRST;
ALTER TABLE t MODIFY b varchar(200) NULL COMMENT 'now with a comment' AFTER id, MODIFY id bigint;
ALTER TABLE t MODIFY b varchar(200) DEFAULT 'a default only' COMMENT 'now with a comment';
ALTER TABLE t ALTER COLUMN e SET DEFAULT 7, ALTER d DROP DEFAULT, ALTER b SET DEFAULT 'x, y';
ALTER TABLE t ADD COLUMN swap1 int, ADD swap2 varchar(5);
ALTER TABLE t CHANGE swap1 swap2 int, CHANGE swap2 swap1 varchar(5);
ALTER TABLE t DROP swap1, ADD swap1 text;
ALTER TABLE t ADD u int UNIQUE, ADD v int NOT NULL UNIQUE KEY COMMENT 'v' FIRST;
ALTER TABLE t ADD x int CHECK (x > 0), ADD y int AS (id + 1) VIRTUAL AFTER id, ADD z int GENERATED ALWAYS AS (id) STORED;
ALTER TABLE t ADD ts timestamp NULL DEFAULT CURRENT_TIMESTAMP ON UPDATE CURRENT_TIMESTAMP AFTER id, ADD dt datetime(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6);
ALTER TABLE t ADD `select` int, ADD `with space` int, ADD `tick``s` int, ADD `名前` varchar(10), ADD `emojié` int;
ALTER TABLE t CHANGE `with space` `with,comma` int, MODIFY `tick``s` bigint AFTER `名前`, DROP `emojié`;
alter table t add column lower_words int not null default 3 comment 'lower' after id, drop column `select`;
ALTER TABLE t ADD en enum('a','b') NOT NULL DEFAULT 'a' AFTER id, ADD se set('x','y');
ALTER TABLE t MODIFY en enum('a','b','c,d') NOT NULL DEFAULT 'a', MODIFY se set('x','y','z') NOT NULL;
ALTER TABLE t ADD COLUMN a9 int, ALGORITHM=INPLACE, LOCK=NONE;
ALTER TABLE t ALGORITHM = COPY, ADD COLUMN a10 int, LOCK = SHARED;
ALTER TABLE t ADD COLUMN a11 int COMMENT 'ends here' , COMMENT = 'table';
ALTER TABLE t MODIFY a11 int COMMENT "it's \"quoted\" \\ back", MODIFY a10 int COMMENT '100%', MODIFY a9 int COMMENT 'line\nbreak';
-- on: mariadb
ALTER IGNORE TABLE t ADD COLUMN a12 int;
ALTER TABLE t ADD COLUMN year2 year(4), ADD bo bool DEFAULT TRUE, ADD js json, ADD dp double precision, ADD nv national varchar(5);
ALTER TABLE t ADD COLUMN column1 int;
ALTER TABLE t ADD COLUMN column1 varchar(3), DROP COLUMN column1, ADD COLUMN column2 int;
-- on: mysql 80000
ALTER TABLE t ADD sn int GENERATED ALWAYS AS (id) STORED NOT NULL COMMENT 'sn';
ALTER TABLE t MODIFY dt timestamp NULL, MODIFY ts datetime NULL;
ALTER TABLE t ADD later int AFTER A1, MODIFY A1 bigint FIRST, MODIFY v int NOT NULL AFTER later, CHANGE e e2 int AFTER later;
-- on: mysql 80000
ALTER TABLE t RENAME COLUMN e2 TO e3;
-- on: mysql 80000
ALTER TABLE t RENAME COLUMN e3 TO e4, ADD COLUMN e3 varchar(7), RENAME COLUMN bo TO boo;
-- on: mariadb
ALTER TABLE t RENAME COLUMN e2 TO e3;
-- on: mariadb
ALTER TABLE t RENAME COLUMN IF EXISTS nothing TO something, RENAME COLUMN e3 TO e4;
-- on: mysql 80000
CREATE TABLE r (a int not null, b int not null, c int, primary key (a), unique key ub (b));
-- on: mysql 80000
ALTER TABLE r RENAME COLUMN a TO b, RENAME COLUMN b TO a;
-- on: mysql 80000
ALTER TABLE r RENAME COLUMN a TO c, RENAME COLUMN c TO a, ADD INDEX (c);
