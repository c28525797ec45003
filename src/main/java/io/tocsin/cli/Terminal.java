package io.tocsin.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/** What a person's terminal shows beside alerts. */
final class Terminal {
    private Terminal() {}

    /** A line for the person, on standard error. */
    static void note(String line) {
        System.err.println(line);
    }

    /** Asks the person on standard error, and waits for the answer on standard input: whether it is yes. */
    static boolean confirm(String question) throws IOException {
        System.err.print(question + " [y/N] ");
        System.err.flush();
        String answer = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)).readLine();
        return answer != null && List.of("y", "yes").contains(answer.strip().toLowerCase(Locale.ROOT));
    }

    /** Whether there is a person who can be asked. */
    static boolean canConfirm() {
        return isInputTerminal() && isErrorTerminal();
    }

    /** Whether standard output is a terminal that wants colour; see no-color.org. */
    static boolean colour() {
        return isTerminal() && isUnset("NO_COLOR") && !"dumb".equals(System.getenv("TERM"));
    }

    /** Whether standard output is a terminal; the launcher says so, as Java itself cannot tell before version 22. */
    static boolean isTerminal() {
        return "1".equals(System.getenv("TOCSIN_STDOUT_TTY"));
    }

    /** Whether standard error is a terminal. */
    static boolean isErrorTerminal() {
        return "1".equals(System.getenv("TOCSIN_STDERR_TTY"));
    }

    private static boolean isInputTerminal() {
        return "1".equals(System.getenv("TOCSIN_STDIN_TTY"));
    }

    private static boolean isUnset(String name) {
        String value = System.getenv(name);
        return value == null || value.isEmpty();
    }
}
