package io.tocsin;

import io.tocsin.cli.Cli;

/** Hands over to the command line. */
public final class Main {
    private Main() {}

    public static void main(String[] args) {
        System.exit(Cli.run(args));
    }
}
