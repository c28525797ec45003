package io.tocsin.config;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/** Problems as a person reads them. */
public final class Problems {
    private static final int MOST = 100;

    private Problems() {}

    /** Each once, in order of file and position; of more than 100 the first, and how many there are besides. */
    public static List<Problem> inOrder(Collection<Problem> problems) {
        List<Problem> sorted = problems.stream()
                .distinct()
                .sorted(Comparator.comparing(Problem::file)
                        .thenComparingInt(Problem::line)
                        .thenComparingInt(Problem::column))
                .toList();
        if (sorted.size() <= MOST) {
            return sorted;
        }
        Problem next = sorted.get(MOST);
        List<Problem> first = new ArrayList<>(sorted.subList(0, MOST));
        String more = (sorted.size() - MOST) + " more problems from here on are not shown";
        first.add(new Problem(next.file(), next.line(), next.column(), more));
        return List.copyOf(first);
    }
}
