CREATE TABLE plain (id int primary key, name varchar(20));
create table if not exists plain (id bigint);
CREATE TABLE IF NOT EXISTS fresh (id bigint unsigned NOT NULL AUTO_INCREMENT, a varchar(20) NOT NULL DEFAULT 'x''y' COMMENT 'it''s', PRIMARY KEY (id)) ENGINE=InnoDB AUTO_INCREMENT=10 DEFAULT CHARSET=utf8mb4 COMMENT='the table''s';
CREATE TABLE nulls (a int, b int null, c int not null, d int default null, e int not null default 1, f varchar(5) not null default '', g int null default 3, h int default -1, i decimal(5,2) default 1.5, j bigint default +7);
CREATE TABLE defaults (a varchar(20) default "a, b) c", b datetime(3) default current_timestamp(3) on update current_timestamp(3), c timestamp not null default now(), d bit(8) default b'101', e varbinary(8) default x'4142', f int default 0x10, g char(3) default 'a\'b', h date default '2020-01-01', i varchar(10) default _latin1'abc', j time default '10:00:00', k year default 2020, l double default 1e3, m double default -1.5e-3, n tinyint(1) default true, o boolean default false);
-- on: mariadb, mysql 80013
CREATE TABLE expressions (a int, b int default (1 + 2), c varchar(36) default (concat('a', ',', 'b')), d int generated always as (a + 1) virtual, e int as (a * 2) stored, f int generated always as (a) virtual comment 'f', g varchar(10) as (concat('x', a)) virtual unique);
CREATE TABLE checks (a int check (a > 0), b int, check (b > 1), constraint b2 check (b in (2, 3) and a < 100));
-- on: mysql 80016
CREATE TABLE named_checks (c int constraint c_positive check (c > 0) comment 'c', d int not null constraint check (d > 0) not enforced unique);
CREATE TABLE column_keys (a int unique, b int not null unique key, c int not null unique comment 'k', id int auto_increment primary key);
CREATE TABLE key_only (id int key);
CREATE TABLE table_keys (a int, b varchar(30), c int not null, d int not null, primary key (c, a), unique key named (d), unique index (c), constraint con unique (d, c), constraint unique (a), unique key nullable (b), key plain (b) using btree comment 'x', index (c), unique partial (b(5)));
CREATE TABLE key_types (a int not null, b int not null, primary key using btree (a), unique key u1 using btree (b), unique u2 (b) using btree, unique key u3 (a, b) comment 'u3', key k (b) key_block_size=4);
CREATE TABLE fulltexts (id int not null primary key, t text, g point not null, fulltext key ft (t), spatial index sp (g), fulltext (t)) engine=InnoDB;
CREATE TABLE text_key (t varchar(300) not null, b blob not null, primary key (t(20), b(10)), unique (t(5)));
CREATE TABLE descending (a int not null, b int not null, primary key (a desc), unique (b asc, a desc));
CREATE TABLE parent (id int primary key);
CREATE TABLE child (id int primary key, p int, q int references parent (id) on delete cascade on update set null, constraint fk foreign key (p) references parent (id) on delete set null on update cascade, foreign key fk2 (q) references parent (id));
CREATE TABLE like_source (id int unsigned not null auto_increment, v varchar(9) character set latin1 not null comment 'v', n int, unique key nv (v), unique key nn (n), primary key (id)) comment 'source';
CREATE TABLE like_copy LIKE like_source;
CREATE TABLE like_paren (LIKE like_source);
CREATE TABLE IF NOT EXISTS like_copy LIKE plain;
CREATE TABLE `${db}`.`like_qualified` LIKE `${db}`.like_source;
-- on: mariadb, mysql 80021
CREATE TABLE selected (primary key (id)) AS SELECT id, name FROM plain;
-- on: mariadb, mysql 80021
CREATE TABLE selected_from AS SELECT 1 AS one, 'x' AS letter, now() AS moment;
-- on: mariadb, mysql 80021
CREATE TABLE selected_defined (id bigint not null, extra varchar(8) character set latin1) SELECT id FROM plain;
CREATE TABLE memory_table (id int, primary key (id) using hash) ENGINE = MEMORY;
CREATE TABLE options (id int) ENGINE InnoDB, AVG_ROW_LENGTH 100 CHECKSUM=1, COMMENT 'without equals', DEFAULT CHARACTER SET latin1 COLLATE latin1_bin MAX_ROWS=10 MIN_ROWS 1 PACK_KEYS=DEFAULT STATS_PERSISTENT=1 ROW_FORMAT=DYNAMIC KEY_BLOCK_SIZE=0;
CREATE TABLE partitioned (id int not null, at date not null, primary key (id, at)) PARTITION BY RANGE (year(at)) (PARTITION p0 VALUES LESS THAN (2020) COMMENT = 'old', PARTITION p1 VALUES LESS THAN MAXVALUE COMMENT 'not the table''s');
CREATE TABLE sub (id int not null, at date not null) COMMENT 'kept' PARTITION BY RANGE (year(at)) SUBPARTITION BY HASH (id) SUBPARTITIONS 2 (PARTITION p0 VALUES LESS THAN (2020), PARTITION p1 VALUES LESS THAN MAXVALUE);
CREATE TABLE words (`key` int, `order` int, status int, name int, date date, type int, timestamp timestamp null, text text, comment int comment 'comment', value int, position int, `first` int, `after` int, end int, json json, `unique` int, `check` int, `index` int, year year, time time, bit bit, enum enum('a'), charset int, engine int, point point, `default` int default 3, period int, data int, password int, column_format int, visible int, invisible int, storage int, `constraint` int, action int, no int, `partition` int, account int, role int, version int, unknown int, start int, sequence int, compressed int);
CREATE TABLE case_Mixed (Id int, NAME varchar(3), PRIMARY KEY (ID), UNIQUE KEY (nAmE, id));
CREATE TEMPORARY TABLE plain_temporary (id int);
DROP TEMPORARY TABLE plain_temporary;
CREATE TABLE auto_only (n int auto_increment unique);
CREATE TABLE serials (s serial, t varchar(3));
CREATE TABLE serial_default (s bigint serial default value, t int);
CREATE TABLE duplicate_names (a int, key a (a), unique (a), unique (a));
