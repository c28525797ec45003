package io.tocsin.reference;

import org.jspecify.annotations.Nullable;

/** What was said of an alert, but its ids and its text. */
record Change(
        long time,
        String state,
        String rule,
        @Nullable String host,
        @Nullable String service,
        long startedAt,
        long count,
        long sequence,
        @Nullable Object metric) {}
