package io.tocsin.cli;

/** What a person's terminal shows beside alerts. */
final class Terminal {
    private Terminal() {}

    /** A line for the person, on standard error. */
    static void note(String line) {
        System.err.println(line);
    }

    /** A question to the person, on standard error; the answer comes on the same line. */
    static void ask(String question) {
        System.err.print(question);
        System.err.flush();
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

    /** Whether standard input is a terminal. */
    static boolean isInputTerminal() {
        return "1".equals(System.getenv("TOCSIN_STDIN_TTY"));
    }

    private static boolean isUnset(String name) {
        String value = System.getenv(name);
        return value == null || value.isEmpty();
    }
}
