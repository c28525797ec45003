package io.tocsin.bench.compare;

/** A part of the table. */
interface Section {
    void run(Bench bench, Report report) throws Exception;
}
