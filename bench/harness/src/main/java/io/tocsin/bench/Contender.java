package io.tocsin.bench;

import java.util.Optional;
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
     * The process that does the work, where it is not this one: then its CPU time counts, and what is allocated is not known.
     * Asked for once, after {@link #prepare}.
     */
    default Optional<ProcessHandle> outside() {
        return Optional.empty();
    }

    /**
     * What a round has worked through.
     *
     * @param events metric values
     * @param alerts alerts, or rows of a rule where there are no alerts
     */
    record Outcome(long events, long alerts) {}
}
