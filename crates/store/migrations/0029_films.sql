-- Films among the media: how long one runs and what it is coded in, as JSON; null of a picture.
ALTER TABLE medium ADD COLUMN film TEXT;
