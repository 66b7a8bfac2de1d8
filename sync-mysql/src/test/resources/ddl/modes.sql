SET sql_mode = 'ANSI';
CREATE TABLE "an" ("id" int PRIMARY KEY, "it's" varchar(10) COMMENT 'a "name" in quotes', r real, "a""b" int, UNIQUE "u""k" ("it's"));
ALTER TABLE "${db}"."an" ADD COLUMN "c d" int AFTER "it's", CHANGE "a""b" "a``b" bigint, ADD d double, MODIFY r real NOT NULL;
ALTER TABLE "an" DROP INDEX "u""k", ADD UNIQUE INDEX "u2" ("c d"), RENAME TO "an ""2""";
CREATE TABLE "like_an" LIKE "an ""2""";
CREATE INDEX "ix" ON "like_an" ("c d");
RENAME TABLE "an ""2""" TO "an3", "like_an" TO "an 4";
TRUNCATE TABLE "an3";
DROP TABLE "an3", "an 4";
SET sql_mode = 'ANSI_QUOTES,NO_BACKSLASH_ESCAPES';
CREATE TABLE "both" ("a\" int COMMENT '\', "b" enum('x\','y') DEFAULT 'x\', "c\""d" int);
ALTER TABLE "both" ADD "e" varchar(9) DEFAULT '\' COMMENT '\n', DROP "c\""d", CHANGE "a\" a int COMMENT 'it''s \';
SET sql_mode = 'NO_BACKSLASH_ESCAPES';
ALTER TABLE `both` ADD f set("p\","q") COMMENT "\", COMMENT = "the \ table";
SET sql_mode = 'REAL_AS_FLOAT';
CREATE TABLE reals (a real, b real(7,3), c double, d float, e double precision, f real unsigned not null);
ALTER TABLE reals ADD g real AFTER a, MODIFY c real;
SET sql_mode = 'IGNORE_SPACE,HIGH_NOT_PRECEDENCE,NO_UNSIGNED_SUBTRACTION';
ALTER TABLE reals ADD h datetime DEFAULT now (), ADD i int;
SET sql_mode = '';
CREATE TABLE lax (a varchar(3) NOT NULL DEFAULT '', t timestamp, d date DEFAULT '0000-00-00', e enum('a','a '));
SET sql_mode = DEFAULT;
CREATE TABLE usual (a real, b int COMMENT "a \"text\" 'in' quotes", c enum("x\\","y"));
-- on: mariadb
SET sql_mode = 'ORACLE';
-- on: mariadb
CREATE TABLE "ora" ("a" date, b number(10,2), c number(3), d number, e varchar2(20), f raw(3), g clob, h blob, i timestamp null, j date not null);
-- on: mariadb
ALTER TABLE "ora" ADD "k" date, MODIFY b varchar2(10), ADD l varchar2(7) character set latin1;
-- on: mariadb
SET sql_mode = 'MSSQL';
-- on: mariadb
CREATE TABLE "ms" ("a" date, b varchar(3));
-- on: mariadb
SET sql_mode = 'MAXDB';
-- on: mariadb
CREATE TABLE "maxdb" ("a" timestamp, "b" timestamp(3) null);
-- on: mariadb
SET sql_mode = DEFAULT;
