package io.tocsin.config;

import java.util.Collection;
import java.util.Locale;
import java.util.Optional;

/** Finds the word somebody meant. */
public final class Nearest {
    private Nearest() {}

    /**
     * The known word nearest to a mistyped one: at most a third of its letters (one at least) changed, added, left out
     * or swapped with a neighbour, or the start of one; case, {@code -} and {@code _} do not count. The first of equals.
     */
    public static Optional<String> to(String word, Collection<String> known) {
        String wanted = letters(word);
        String best = null;
        int least = Integer.MAX_VALUE;
        for (String candidate : known) {
            String letters = letters(candidate);
            int distance = distance(wanted, letters);
            boolean start = wanted.length() >= 3 && letters.startsWith(wanted);
            int allowed = Math.max(1, Math.max(wanted.length(), letters.length()) / 3);
            if ((start || (distance <= allowed && distance < wanted.length())) && distance < least) {
                least = distance;
                best = candidate;
            }
        }
        return Optional.ofNullable(best);
    }

    /** {@code ", did you mean 'x'?"}, or nothing where no known word is near. */
    public static String hint(String word, Collection<String> known) {
        return to(word, known).map(near -> ", did you mean '" + near + "'?").orElse("");
    }

    private static String letters(String word) {
        String lower = word.toLowerCase(Locale.ROOT).replace("-", "").replace("_", "");
        return lower.length() > 64 ? lower.substring(0, 64) : lower;
    }

    /** Optimal string alignment: Levenshtein's distance where a swap of neighbours counts once. */
    private static int distance(String a, String b) {
        int[][] d = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            d[i][0] = i;
        }
        for (int j = 0; j <= b.length(); j++) {
            d[0][j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            for (int j = 1; j <= b.length(); j++) {
                int change = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
                d[i][j] = Math.min(d[i - 1][j - 1] + change, Math.min(d[i - 1][j], d[i][j - 1]) + 1);
                if (i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1)) {
                    d[i][j] = Math.min(d[i][j], d[i - 2][j - 2] + 1);
                }
            }
        }
        return d[a.length()][b.length()];
    }
}
