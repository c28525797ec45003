CREATE TABLE last_event (sensor text not null, mark integer not null, ordinal integer not null, body text not null, primary key (sensor, mark)) without rowid;
INSERT INTO last_event VALUES('["h","P"]',3,0,'["h","P",1.5,20,25,300.0,null,2.0,"c",2]');
CREATE INDEX last_event_mark on last_event (mark);
