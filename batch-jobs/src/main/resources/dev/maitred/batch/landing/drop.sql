-- A piece without rows: only watermarks, or nothing that was committed.
ALTER TABLE changes DROP PARTITION ({day:Date}, {piece:String})
