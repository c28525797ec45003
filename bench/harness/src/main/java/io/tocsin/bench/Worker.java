package io.tocsin.bench;

import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * A contender's process: runs a round for every line {@code round} on standard input and answers with what was measured. For
 * {@code alerts FILE} it runs one that is not measured and writes its alerts, sorted. It ends with standard input.
 */
public final class Worker {
    private Worker() {}

    /**
     * Runs one.
     *
     * @param arguments class of the contender, workload, file of messages, folder of rules, file of settings
     */
    public static void main(String[] arguments) throws Exception {
        PrintStream answers = new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
        System.setOut(System.err);
        Contender contender =
                (Contender) Class.forName(arguments[0]).getDeclaredConstructor().newInstance();
        Workload workload = Workload.valueOf(arguments[1]);
        contender.prepare(new Job(workload, Path.of(arguments[2]), Path.of(arguments[3]), Path.of(arguments[4])));
        answers.println("ready");
        Meter meter = new Meter(contender.outside());
        BufferedReader orders = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String order = orders.readLine(); order != null; order = orders.readLine()) {
            if (order.startsWith("alerts ")) {
                answers.println(alerts(contender, Path.of(order.substring("alerts ".length()))));
            } else {
                answers.println(meter.measure(() -> contender.round(null)).line());
            }
        }
        System.exit(0); // some engines leave threads behind
    }

    private static int alerts(Contender contender, Path file) throws Exception {
        List<String> alerts = Collections.synchronizedList(new ArrayList<>());
        contender.round(alerts::add);
        write(file, alerts);
        return alerts.size();
    }

    private static void write(Path file, List<String> alerts) throws IOException {
        Files.write(file, alerts.stream().sorted().toList());
    }
}
