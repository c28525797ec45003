package io.tocsin.config;

/** A place in a file, line and column from 1. A component of this type of a record that is read gets the record's own. */
public record Position(int line, int column) {
    static final Position START = new Position(1, 1);
}
