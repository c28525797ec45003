package io.tocsin.bench.compare;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.DoubleStream;

/** How long the packaged program takes from the command to its end, against a Java program that only says its version. */
final class StartUp implements Section {
    private static final double NANOS_PER_MILLI = 1e6;
    private static final int RUNS = 3;

    @Override
    public void run(Bench bench, Report report) throws Exception {
        Path home = bench.places().home().getParent();
        String jar = bench.places().productJar().toString();
        List<String> check = List.of("-jar", jar, "check");
        List<String> replay = List.of("-jar", jar, "replay", "--file", "samples/solar.ndjson");
        double[] bare = new double[RUNS];
        double[] checked = new double[RUNS];
        double[] replayed = new double[RUNS];
        for (int i = 0; i < RUNS; i++) {
            bare[i] = millis(home, List.of("-jar", jar, "--version"));
            checked[i] = millis(home, check);
            replayed[i] = millis(home, replay);
        }
        report.add(Figure.of("start", "saying the version", median(bare), "ms", null));
        report.add(Figure.of("start", "checking the shipped rules", median(checked), "ms", null));
        report.add(Figure.of("start", "replaying a sample, two hours of four hosts", median(replayed), "ms", null));
    }

    private static double median(double[] values) {
        return Spread.of(DoubleStream.of(values)).median();
    }

    private static double millis(Path folder, List<String> arguments) throws IOException, InterruptedException {
        List<String> command = new java.util.ArrayList<>(List.of(Places.java().toString()));
        command.addAll(Program.JAVA_OPTIONS);
        command.addAll(arguments);
        long start = System.nanoTime();
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        if (process.waitFor() != 0) {
            throw new IOException(String.join(" ", command) + " ended with code " + process.exitValue());
        }
        return (System.nanoTime() - start) / NANOS_PER_MILLI;
    }
}
