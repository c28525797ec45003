package io.tocsin.bench;

import java.util.function.Consumer;

/** Something that is measured. Has a process of its own, in which nothing else runs. */
public interface Contender {
    /** Does what is not measured. */
    void prepare(Job job) throws Exception;

    /**
     * Works once through all messages, from nothing: windows are empty at the start.
     *
     * @param alerts gets every alert as a {@link AlertText}, or null where nobody wants them
     */
    Outcome round(Consumer<String> alerts) throws Exception;

    /**
     * What a round has worked through.
     *
     * @param events metric values
     * @param alerts alerts, or rows of a rule where there are no alerts
     */
    record Outcome(long events, long alerts) {}
}
