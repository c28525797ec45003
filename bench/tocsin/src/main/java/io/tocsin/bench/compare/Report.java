package io.tocsin.bench.compare;

import io.tocsin.model.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The table, shown as it grows. */
final class Report {
    private final List<Figure> figures = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();

    void add(Figure figure) {
        figures.add(figure);
        System.err.println(figure.row());
    }

    /** Something that was found out beside the figures. */
    void note(String note) {
        notes.add(note);
        System.err.println(note);
    }

    void print() {
        System.out.println(Figure.header());
        figures.forEach(figure -> System.out.println(figure.row()));
        notes.forEach(System.out::println);
    }

    void write(Path file, Map<String, Object> machine) throws IOException {
        Map<String, Object> o = new LinkedHashMap<>(machine);
        o.put("figures", figures.stream().map(Figure::json).toList());
        o.put("notes", notes);
        Files.writeString(file, Json.object(o) + "\n");
    }
}
