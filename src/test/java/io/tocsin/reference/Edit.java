package io.tocsin.reference;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A change of a source file.
 *
 * @param file relative to the source folder
 * @param text what is replaced; occurs exactly once, or the mutant no longer is what its name says
 */
record Edit(String file, String text, String replacement) {
    String apply(String source) {
        return replace(file, source, text, replacement);
    }

    static String replace(String file, String source, String text, String replacement) {
        int at = source.indexOf(text);
        assertThat(at).as("'%s' in %s", text, file).isNotNegative();
        assertThat(source.indexOf(text, at + 1))
                .as("another '%s' in %s", text, file)
                .isNegative();
        return source.substring(0, at) + replacement + source.substring(at + text.length());
    }
}
