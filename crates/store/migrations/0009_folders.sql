-- A site may lie in a folder that somebody handed in, in place of the web: which one below `folders/` of the data folder.
ALTER TABLE site ADD COLUMN folder TEXT;
