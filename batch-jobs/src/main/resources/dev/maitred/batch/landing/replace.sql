ALTER TABLE changes REPLACE PARTITION ({day:Date}, {piece:String}) FROM changes_staging
