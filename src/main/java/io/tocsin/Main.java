package io.tocsin;

import io.tocsin.cli.Cli;
import java.util.Locale;

/** Hands over to the command line. */
public final class Main {
    private Main() {}

    public static void main(String[] args) {
        // Esper's methods of times count years and weeks by it.
        Locale.setDefault(Locale.ROOT);
        System.exit(Cli.run(args));
    }
}
