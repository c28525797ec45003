package io.tocsin.bench.ekuiper;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/** A kuiperd of our own, driven by its REST API. It ends with this process. */
final class Kuiperd {
    private static final Duration START_LIMIT = Duration.ofSeconds(20);
    private static final Duration ANSWER_LIMIT = Duration.ofSeconds(30);
    private static final long LOOK_MILLIS = 50;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Process process;
    private final KuiperFolder folder;
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private Kuiperd(Process process, KuiperFolder folder) {
        this.process = process;
        this.folder = folder;
    }

    /** Starts it with nothing in it; returns when it answers. */
    static Kuiperd start(Path program, KuiperFolder folder) throws IOException, InterruptedException {
        ProcessBuilder command = new ProcessBuilder(program.toString(), "-loadFileType", "relative")
                .directory(folder.path().toFile())
                .redirectErrorStream(true)
                .redirectOutput(folder.log().toFile());
        command.environment().put("KuiperBaseKey", folder.path().toString());
        Kuiperd kuiperd = new Kuiperd(command.start(), folder);
        Runtime.getRuntime().addShutdownHook(new Thread(kuiperd.process::destroyForcibly, "bench-kuiperd"));
        kuiperd.awaitReady();
        return kuiperd;
    }

    private void awaitReady() throws IOException, InterruptedException {
        long end = System.nanoTime() + START_LIMIT.toNanos();
        while (!answers()) {
            if (!process.isAlive() || System.nanoTime() > end) {
                throw new IOException("kuiperd %s, see its log %s"
                        .formatted(
                                process.isAlive()
                                        ? "did not answer within " + START_LIMIT.toSeconds() + " s"
                                        : "has ended at its start",
                                folder.log()));
            }
            Thread.sleep(LOOK_MILLIS);
        }
    }

    private boolean answers() throws InterruptedException {
        try {
            get("/ping");
            return true;
        } catch (IOException e) { // not yet
            return false;
        }
    }

    ProcessHandle process() {
        return process.toHandle();
    }

    JsonNode status(String rule) throws IOException, InterruptedException {
        return JSON.readTree(get("/rules/" + rule + "/status"));
    }

    void create(String kind, Map<String, Object> what) throws IOException, InterruptedException {
        HttpRequest.BodyPublisher body = HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(what));
        send(request("/" + kind).header("Content-Type", "application/json").POST(body));
    }

    void drop(String kind, String name) throws IOException, InterruptedException {
        send(request("/" + kind + "/" + name).DELETE());
    }

    private String get(String path) throws IOException, InterruptedException {
        return send(request(path).GET());
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + folder.port() + path))
                .timeout(ANSWER_LIMIT);
    }

    private String send(HttpRequest.Builder builder) throws IOException, InterruptedException {
        HttpRequest request = builder.build();
        HttpResponse<String> response;
        try {
            response = http.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new IOException(
                    "kuiperd did not answer %s %s; its log is %s"
                            .formatted(request.method(), request.uri().getPath(), folder.log()),
                    e);
        }
        if (response.statusCode() / 100 != 2) {
            throw new IOException("kuiperd refused %s %s: %s; its log is %s"
                    .formatted(
                            request.method(),
                            request.uri().getPath(),
                            response.body().strip(),
                            folder.log()));
        }
        return response.body();
    }
}
