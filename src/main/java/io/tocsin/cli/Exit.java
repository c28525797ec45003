package io.tocsin.cli;

/** The exit codes every command keeps to. */
final class Exit {
    static final int DONE = 0;
    static final int FAILED = 1;
    static final int USAGE = 2;
    static final int DIFFERENT = 3;

    private Exit() {}
}
