CREATE TABLE orders (id int not null auto_increment primary key, amount int, note varchar(20) character set latin1, old_name int);
CREATE TABLE `${db}`.`_orders_new` (
  `id` int(11) NOT NULL AUTO_INCREMENT,
  `amount` int(11) DEFAULT NULL,
  `note` varchar(20) CHARACTER SET latin1 DEFAULT NULL,
  `old_name` int(11) DEFAULT NULL,
  PRIMARY KEY (`id`)
) ENGINE=InnoDB AUTO_INCREMENT=4 DEFAULT CHARSET=utf8mb4;
ALTER TABLE `${db}`.`_orders_new` ADD COLUMN currency char(3) NOT NULL DEFAULT 'EUR' AFTER amount, MODIFY amount bigint, CHANGE old_name new_name int;
CREATE DEFINER=CURRENT_USER TRIGGER `pt_osc_orders_del` AFTER DELETE ON `orders` FOR EACH ROW DELETE IGNORE FROM `_orders_new` WHERE `_orders_new`.`id` <=> OLD.`id`;
CREATE TRIGGER `pt_osc_orders_upd` AFTER UPDATE ON `${db}`.`orders` FOR EACH ROW BEGIN DELETE IGNORE FROM `${db}`.`_orders_new` WHERE !(OLD.`id` <=> NEW.`id`) AND `${db}`.`_orders_new`.`id` <=> OLD.`id`;REPLACE INTO `${db}`.`_orders_new` (`id`, `amount`, `note`, `new_name`) VALUES (NEW.`id`, NEW.`amount`, NEW.`note`, NEW.`old_name`);END;
CREATE TRIGGER `pt_osc_orders_ins` AFTER INSERT ON `orders` FOR EACH ROW REPLACE INTO `_orders_new` (`id`, `amount`, `note`, `new_name`) VALUES (NEW.`id`, NEW.`amount`, NEW.`note`, NEW.`old_name`);
ANALYZE TABLE `${db}`.`_orders_new` /* pt-online-schema-change */;
RENAME TABLE `${db}`.`orders` TO `${db}`.`_orders_old`, `${db}`.`_orders_new` TO `${db}`.`orders`;
DROP TABLE IF EXISTS `${db}`.`_orders_old`;
CREATE TABLE `${db}`.`__orders_new` LIKE `${db}`.`orders`;
ALTER TABLE `${db}`.`__orders_new` CHANGE COLUMN note remark varchar(50) NOT NULL DEFAULT '', ADD INDEX (remark), ENGINE=InnoDB;
RENAME TABLE `${db}`.`orders` TO `${db}`.`__orders_old`, `${db}`.`__orders_new` TO `${db}`.`orders`;
DROP TABLE IF EXISTS `${db}`.`__orders_old`;
create /* gh-ost */ table `${db}`.`_orders_ghc` (
			id bigint unsigned auto_increment,
			last_update timestamp not null DEFAULT CURRENT_TIMESTAMP ON UPDATE CURRENT_TIMESTAMP,
			hint varchar(64) charset ascii not null,
			value varchar(4096) charset ascii not null,
			primary key(id),
			unique key hint_uidx(hint)
		) auto_increment=256 comment='gh-ost changelog';
insert /* gh-ost */ into `${db}`.`_orders_ghc` (id, hint, value) values (1, 'state', 'GhostTableMigrated') on duplicate key update last_update=NOW(), value=VALUES(value);
create /* gh-ost */ table `${db}`.`_orders_gho` like `${db}`.`orders`;
alter /* gh-ost */ table `${db}`.`_orders_gho` drop column currency, add column `when` datetime(3) null first, modify amount decimal(20,4);
alter /* gh-ost */ table `${db}`.`_orders_gho` AUTO_INCREMENT=5;
create /* gh-ost */ table `${db}`.`_orders_20240102030405_del` (
			id int auto_increment primary key
		) engine=InnoDB comment='ghost-cut-over-sentry';
drop /* gh-ost */ table if exists `${db}`.`_orders_20240102030405_del`;
rename /* gh-ost */ table `${db}`.`orders` to `${db}`.`_orders_20240102030405_del`, `${db}`.`_orders_gho` to `${db}`.`orders`;
drop /* gh-ost */ table if exists `${db}`.`_orders_ghc`;
drop /* gh-ost */ table if exists `${db}`.`_orders_20240102030405_del`;
create /* gh-ost */ table `${db}`.`_orders_gho` like `${db}`.`orders`;
alter /* gh-ost */ table `${db}`.`_orders_gho` add column given_up int;
drop /* gh-ost */ table if exists `${db}`.`_orders_gho`;
create /* gh-ost */ table `${db}`.`_orders_gho` like `${db}`.`orders`;
alter /* gh-ost */ table `${db}`.`_orders_gho` add column two_step int;
alter /* gh-ost */ table `${db}`.`orders` rename `${db}`.`_orders_del`;
alter /* gh-ost */ table `${db}`.`_orders_gho` rename `${db}`.`orders`;
drop table `${db}`.`_orders_del`;
