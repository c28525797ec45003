package io.tocsin.config;

import org.yaml.snakeyaml.reader.StreamReader;

/** Finds what no YAML may hold, before it is parsed: tabs as indentation and unprintable characters. */
final class Characters {
    private Characters() {}

    /** Editors do not count these as lines, so that positions behind them would be wrong. */
    private static boolean isLineBreakOfYamlAlone(int c) {
        return c == 0x85 || c == 0x2028 || c == 0x2029;
    }

    static void check(String text, Report report) {
        int line = 1;
        int column = 1;
        boolean indenting = true;
        for (int i = 0; i < text.length(); ) {
            int c = text.codePointAt(i);
            i += Character.charCount(c);
            if (c == '\n' || c == '\r') {
                if (c == '\r' && i < text.length() && text.charAt(i) == '\n') {
                    i++;
                }
                line++;
                column = 1;
                indenting = true;
                continue;
            }
            if (c == '\t' && indenting) {
                report.add(new Position(line, column), "a tab: indent with spaces");
                indenting = false;
            } else if (c != ' ') {
                indenting = false;
            }
            if (!StreamReader.isPrintable(c) || isLineBreakOfYamlAlone(c)) {
                report.add(
                        new Position(line, column),
                        String.format("the unprintable character U+%04X: is this a text file in UTF-8?", c));
                return;
            }
            column++;
        }
    }
}
