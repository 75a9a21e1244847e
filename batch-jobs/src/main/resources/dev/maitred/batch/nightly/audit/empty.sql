ALTER TABLE audit_differences DROP PARTITION {run:String}
