CREATE TABLE integers (a tinyint, b tinyint(1), c tinyint(4) unsigned, d smallint(5), e mediumint unsigned, f int(11) unsigned zerofill, g integer, h bigint(20), i bigint unsigned, j int1, k int2, l int3, m int4, n int8, o middleint, p bool, q boolean not null, r int signed, s tinyint(1) unsigned, t tinyint zerofill, u int(10) zerofill);
CREATE TABLE decimals (a decimal, b decimal(10), c decimal(12,3) unsigned, d dec(5,2), e numeric(65,30), f fixed(7), g decimal(8,2) zerofill, h numeric, i decimal(0));
CREATE TABLE floats (a float, b float(7,3), c float(24), d float(25), e double, f double precision, g real, h double(10,2) unsigned, i float unsigned, j double precision (9,1), k real(8,2), l float4, m float8, n float(10));
CREATE TABLE bits (a bit, b bit(1), c bit(8) not null, d bit(64));
CREATE TABLE temporals (a date, b time, c time(3), d datetime, e datetime(6), f timestamp null, g timestamp(6) null, h year, i year(4), j datetime(0), k time(0));
CREATE TABLE characters (a char, b char(10), c varchar(20), d character(3), e character varying(30), f char varying(10), g varchar(0), h char(0), i varchar(20) binary, j char(5) byte, k varchar(5) ascii, l char(5) unicode, m text byte, n varcharacter(7));
CREATE TABLE nationals (a national varchar(20), b nchar(5), c nvarchar(10), d national character(4), e national char varying(3), f nchar varying(8), g nchar varchar(9), h national char, i nchar);
CREATE TABLE texts (a tinytext, b text, c mediumtext, d longtext, e text(100), f text(60), g text(20000), h text(5000000), i long, j long varchar, k text(70000) character set latin1, l text(65535) character set latin1, m tinytext binary);
CREATE TABLE binaries (a binary, b binary(16), c varbinary(300), d tinyblob, e blob, f mediumblob, g longblob, h blob(100), i blob(70000), j long varbinary, k blob(255), l blob(256), m blob(16777216));
CREATE TABLE labels (a enum('a','b'), b enum('it''s', "quo\"te", 'co,mma', 'pa(ren)', 'back\\slash', ''), c set('x','y','z') not null, d enum('é','名前','ab '), e enum('a','B') character set latin1 collate latin1_bin, f set('p','q') charset ascii comment 'f', g enum ('spaced' , 'out'));
CREATE TABLE spatials (a geometry, b point not null, c linestring, d polygon, e multipoint, f multilinestring, g multipolygon, h geometrycollection);
CREATE TABLE jsons (id int primary key, j json, k json not null, l json comment 'json');
CREATE TABLE as_binary (a varchar(10) character set binary, b char(3) character set binary, c text character set binary, d tinytext charset binary, e enum('a') character set binary, f longtext collate 'binary');
CREATE TABLE default_binary (a varchar(10), b char(3), c text, d int, e varchar(10) character set utf8mb4, f text(70000)) CHARACTER SET binary;
CREATE TABLE spaced (a int ( 11 ) unsigned, b decimal ( 10 , 2 ), c varchar ( 20 ) character set latin1, d enum ( 'a' , 'b' ));
SET sql_mode = '';
CREATE TABLE wide (a varchar(70000), b varchar(20000) character set latin1, c varbinary(70000), d varchar(20000));
SET sql_mode = DEFAULT;
-- on: mysql 80000
CREATE TABLE srids (id int, g geometry not null srid 4326, p point srid 0 comment 'p', h geomcollection);
-- on: mysql 90000
CREATE TABLE vectors (id int primary key, v vector(3), w vector);
