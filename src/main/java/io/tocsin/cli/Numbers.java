package io.tocsin.cli;

import java.util.List;

/** Numbers of entries of the outbox, as commands take them. */
final class Numbers {
    private Numbers() {}

    /** Says which of these were not done, and answers the exit code. */
    static int missing(List<Long> numbers, List<Long> done) {
        List<Long> missing =
                numbers.stream().distinct().filter(n -> !done.contains(n)).toList();
        missing.forEach(n -> Terminal.note(n + ": nothing of this number was set aside"));
        return missing.isEmpty() ? Exit.DONE : Exit.FAILED;
    }
}
