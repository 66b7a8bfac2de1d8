-- on: mariadb
CREATE TABLE m (id int primary key, a int, b varchar(10));
-- on: mariadb
ALTER TABLE m ADD COLUMN IF NOT EXISTS c int, ADD IF NOT EXISTS a bigint, ADD COLUMN IF NOT EXISTS (d int, e int), ADD IF NOT EXISTS (b text);
-- on: mariadb
ALTER TABLE m DROP COLUMN IF EXISTS nothing, DROP COLUMN IF EXISTS e, DROP IF EXISTS d;
-- on: mariadb
ALTER TABLE m MODIFY COLUMN IF EXISTS nothing int, MODIFY IF EXISTS a bigint NOT NULL, CHANGE COLUMN IF EXISTS nothing something int, CHANGE IF EXISTS b b3 varchar(30);
-- on: mariadb
ALTER TABLE IF EXISTS m ADD f int;
-- on: mariadb
ALTER TABLE IF EXISTS nothing ADD f int;
-- on: mariadb
ALTER TABLE m WAIT 10 ADD g int;
-- on: mariadb
ALTER TABLE m NOWAIT ADD h int;
-- on: mariadb
ALTER ONLINE TABLE m ADD i int;
-- on: mariadb
ALTER TABLE m ADD UNIQUE KEY IF NOT EXISTS ua (a), ADD UNIQUE IF NOT EXISTS ua (id, a), ADD INDEX IF NOT EXISTS ib (b3), ADD CONSTRAINT uc UNIQUE (a, id);
-- on: mariadb
ALTER TABLE m DROP INDEX IF EXISTS nothing, DROP KEY IF EXISTS ua, DROP CONSTRAINT IF EXISTS uc;
-- on: mariadb
ALTER TABLE m ALTER COLUMN f SET DEFAULT (1 + 2), ALTER IF EXISTS nothing SET DEFAULT 1;
-- on: mariadb
ALTER TABLE m ADD j int INVISIBLE DEFAULT 4, ADD k varchar(100) COMPRESSED COMMENT 'k', ADD l text COMPRESSED=zlib, ADD n uuid, ADD o inet6 NOT NULL DEFAULT '::', ADD p inet4, ADD q int AS (id + 1) PERSISTENT;
-- on: mariadb
CREATE OR REPLACE TABLE m (id bigint primary key, other varchar(10));
-- on: mariadb
CREATE TABLE m2_source (id bigint primary key, other varchar(10) character set latin1);
-- on: mariadb
CREATE OR REPLACE TABLE m LIKE m2_source;
-- on: mariadb
CREATE UNIQUE INDEX IF NOT EXISTS mu ON m (other);
-- on: mariadb
CREATE OR REPLACE UNIQUE INDEX mu ON m (id, other);
-- on: mariadb
DROP INDEX IF EXISTS mu ON m;
-- on: mariadb
CREATE TABLE m_defaults (a int default (1 + 2), b varchar(36) default uuid(), c datetime default (now() + interval 1 day), d int default abs(-3), e varchar(10) default concat('a', 'b'), f int default null, g date default curdate(), h blob default 'x', i int default 1 unique);
-- on: mariadb
CREATE TABLE m_options (a int) ENGINE=Aria TRANSACTIONAL=0 PAGE_CHECKSUM=1;
-- on: mariadb
CREATE TABLE m_page (a int) ENGINE=InnoDB `PAGE_COMPRESSED`=1 PAGE_COMPRESSION_LEVEL=3 ENCRYPTED=NO;
-- on: mariadb
CREATE TABLE m_collate (a varchar(10), b varchar(10) character set latin1) CHARACTER SET utf8mb4 COLLATE uca1400_ai_ci;
-- on: mariadb
CREATE TABLE m_context (a varchar(10) collate uca1400_as_cs, b varchar(10) character set utf8mb3 collate uca1400_ai_ci) COLLATE uca1400_ai_ci;
-- on: mariadb
CREATE TABLE m_period (id int, s date, e date, PERIOD FOR validity (s, e), primary key (id, s));
-- on: mariadb
ALTER TABLE m_period DROP PERIOD FOR validity, ADD other int;
-- on: mariadb
ALTER TABLE m_period ADD PERIOD FOR again (s, e);
-- on: mariadb
CREATE TABLE m10_index (b int not null primary key, a int not null, unique i (a) ignored);
-- on: mariadb
ALTER TABLE m10_index ALTER INDEX i NOT IGNORED;
-- on: mariadb
CREATE SEQUENCE seq START WITH 10;
-- on: mariadb
ALTER SEQUENCE seq RESTART 5;
-- on: mariadb
CREATE TABLE m_next (a int default nextval(seq), b int default (next value for seq));
-- on: mariadb
DROP TABLE m_next;
-- on: mariadb
DROP SEQUENCE seq;
-- on: mariadb
SET STATEMENT max_statement_time=100, lock_wait_timeout=5 FOR ALTER TABLE m ADD with_set int;
-- on: mariadb
RENAME TABLE IF EXISTS nothing TO something, m TO m9;
-- on: mariadb
RENAME TABLE m9 WAIT 5 TO m10;
-- on: mariadb
TRUNCATE TABLE m10 WAIT 5;
-- on: mariadb
ALTER TABLE m10 FORCE, ALGORITHM=INPLACE;
-- on: mariadb
ALTER TABLE m10 CHANGE with_set with_set2 int, ADD INDEX (with_set2) IGNORED;
-- on: mariadb
CREATE TABLE m_ignored (a int, key (a) ignored, b int not null, unique (b) not ignored);
-- on: mariadb
DROP TABLE IF EXISTS m10, m_page WAIT 5;
-- on: mariadb
SET sql_mode = 'ORACLE';
-- on: mariadb
CREATE TABLE ora (a number(10,2), b varchar2(20), c clob, d raw(10), e number);
-- on: mariadb
SET sql_mode = DEFAULT;
-- on: mariadb
CREATE TABLE u_versioned (id int primary key, a int) WITH SYSTEM VERSIONING;
-- on: mariadb
ALTER TABLE u_versioned DROP SYSTEM VERSIONING;
-- on: mariadb
CREATE TABLE maria2 (id int primary key, a int, b varchar(5));
-- on: mariadb
ALTER TABLE maria2 ADD COLUMN i1 int AFTER id, ADD COLUMN i2 varchar(9) DEFAULT 'x' FIRST, ALGORITHM=INSTANT;
-- on: mariadb
ALTER TABLE maria2 DROP COLUMN a, MODIFY b varchar(50), ALGORITHM=INSTANT;
-- on: mariadb
ALTER TABLE maria2 MODIFY i2 varchar(9) AFTER id, ALGORITHM=INSTANT;
-- on: mariadb
ALTER TABLE IF EXISTS maria2 RENAME COLUMN IF EXISTS i1 TO i9, RENAME COLUMN IF EXISTS nothing TO other;
-- on: mariadb
ALTER TABLE maria2 RENAME COLUMN i9 TO b, RENAME COLUMN b TO i9;
-- on: mariadb
ALTER TABLE maria2 ADD IF NOT EXISTS i9 bigint, ADD COLUMN IF NOT EXISTS new1 int AFTER id, DROP COLUMN IF EXISTS none1;
-- on: mariadb
ALTER TABLE IF EXISTS maria2 RENAME TO maria3;
-- on: mariadb
ALTER TABLE maria3 RENAME INDEX IF EXISTS nothing TO nothing2;
-- on: mariadb
ALTER TABLE maria3 ADD COLUMN per_s date, ADD COLUMN per_e date, ADD PERIOD FOR app (per_s, per_e);
-- on: mariadb
CREATE OR REPLACE TABLE maria3 (id int, v varchar(3), PRIMARY KEY (id)) COMMENT 'replaced';
-- on: mariadb
CREATE OR REPLACE TABLE maria3 AS SELECT 1 AS one, 'two' AS two;
-- on: mariadb
CREATE TABLE maria4 (a int, b int INVISIBLE NOT NULL DEFAULT 3, c varchar(10) /*M!100301 INVISIBLE */, d inet6, e uuid NOT NULL);
-- on: mariadb
ALTER TABLE maria4 MODIFY b int NOT NULL DEFAULT 3, ALTER COLUMN c DROP DEFAULT;
-- on: mariadb
CREATE SEQUENCE IF NOT EXISTS u_seq INCREMENT BY 10 CACHE 5;
-- on: mariadb
CREATE OR REPLACE SEQUENCE u_seq START 5;
-- on: mariadb
RENAME TABLE u_seq TO u_seq2;
-- on: mariadb
DROP SEQUENCE IF EXISTS u_seq2;
-- on: mariadb
CREATE TABLE maria5 (id int primary key, v varchar(5) CHECK (v <> ''), CONSTRAINT c1 CHECK (id > 0));
-- on: mariadb
ALTER TABLE maria5 DROP CONSTRAINT IF EXISTS c1, ADD CONSTRAINT IF NOT EXISTS c2 CHECK (id > 1);
