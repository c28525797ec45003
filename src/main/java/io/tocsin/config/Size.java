package io.tocsin.config;

/** A number of bytes, written as {@code 64 KiB}, {@code 1 MiB} or a bare number of bytes. */
public record Size(long bytes) {}
