package io.tocsin.pipeline.send.email;

import io.tocsin.config.Secret;
import io.tocsin.config.Settings;
import io.tocsin.model.Alert;
import io.tocsin.pipeline.send.Alerts;
import io.tocsin.pipeline.send.EndlessServer;
import io.tocsin.pipeline.send.Sink;
import io.tocsin.pipeline.send.SinkContract;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

class EmailSinkContractTest extends SinkContract {
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-03-04T05:06:07Z"), ZoneOffset.UTC);
    private static final Pattern MESSAGE_ID = Pattern.compile("(?m)^Message-ID: <(.*)@plant\\.example>");

    private SmtpServer server;
    private List<SmtpServer.Mail> before = List.of();

    @BeforeEach
    void startServer() throws Exception {
        server = SmtpServer.withLogin(0);
    }

    @AfterEach
    void stopServer() {
        server.close();
    }

    private static Sink sink(int port, String user) {
        Settings.Email relay = MailSettings.relay(port);
        return new EmailSink(
                new Settings.Email(
                        true,
                        relay.host(),
                        port,
                        relay.security(),
                        null,
                        user,
                        new Secret(PASSWORD),
                        relay.from(),
                        relay.to(),
                        LIMIT),
                CLOCK);
    }

    @Override
    protected Sink sink(int port) {
        return sink(port, USER);
    }

    @Override
    protected Sink stranger(int port) {
        return sink(port, "stranger");
    }

    @Override
    protected int port() {
        return server.port();
    }

    @Override
    protected List<String> received() {
        return Stream.concat(before.stream(), server.mails.stream())
                .map(SmtpServer.Mail::data)
                .toList();
    }

    @Override
    protected String id(String message) {
        Matcher id = MESSAGE_ID.matcher(message);
        return id.find() ? id.group(1) : "none in " + message;
    }

    @Override
    protected Alert refused(String id) {
        server.refuse("<" + id + "@", 554);
        return Alerts.firing(id);
    }

    @Override
    protected void down() {
        before = server.mails; // still filled while it closes
        server.close();
    }

    @Override
    protected void up() throws Exception {
        server = SmtpServer.withLogin(server.port());
    }

    @Override
    protected List<EndlessServer> endless() throws Exception {
        return List.of(
                EndlessServer.fast("", "220-still here\r\n"),
                EndlessServer.fast("", "2"),
                EndlessServer.slow("", "220-still here\r\n"),
                EndlessServer.slow("220 hello\r\n", "2"),
                EndlessServer.fast("220 hello\r\n", "250-SIZE\r\n"));
    }
}
