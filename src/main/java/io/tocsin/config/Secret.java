package io.tocsin.config;

/** A value that no log, error or {@code toString} shows. */
public record Secret(String reveal) {
    @Override
    public String toString() {
        return "***";
    }
}
