package io.tocsin.pipeline.send.email;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.subethamail.smtp.MessageContext;
import org.subethamail.smtp.MessageHandler;
import org.subethamail.smtp.RejectException;
import org.subethamail.smtp.auth.EasyAuthenticationHandlerFactory;
import org.subethamail.smtp.auth.LoginFailedException;
import org.subethamail.smtp.server.SMTPServer;

/** A SubEthaSMTP server on loopback that keeps the raw bytes it takes, and refuses what it is told to. */
public final class SmtpServer implements AutoCloseable {
    public static final String USER = "tocsin";
    public static final String PASSWORD = "s3cret-Passw0rd";

    /** One mail as it came over the wire. */
    public record Mail(String from, List<String> to, String data) {
        public String header() {
            return data.substring(0, data.indexOf("\r\n\r\n"));
        }

        /** The header's fields, unfolded. */
        public List<String> fields() {
            return List.of(header().replaceAll("\r\n[ \t]", " ").split("\r\n", -1));
        }

        public List<String> fieldNames() {
            return fields().stream().map(f -> f.substring(0, f.indexOf(':'))).toList();
        }
    }

    public final List<Mail> mails = new CopyOnWriteArrayList<>();
    /** Connections that sent at least one mail or tried to. */
    final Set<Object> clients = ConcurrentHashMap.newKeySet();
    /** Recipients refused, with the code; a "data" entry refuses the mail's content. */
    final Map<String, Integer> refused = new ConcurrentHashMap<>();

    private final Map<String, Integer> refusedContent = new ConcurrentHashMap<>();

    private final SMTPServer server;

    /** With a certificate, encryption by STARTTLS and a login are required. */
    public SmtpServer(int port, @Nullable Certificates certificate) throws Exception {
        this(port, certificate, certificate != null);
    }

    /** Requires a login, without encryption. */
    static SmtpServer withLogin(int port) throws Exception {
        return new SmtpServer(port, null, true);
    }

    private SmtpServer(int port, @Nullable Certificates certificate, boolean login) throws Exception {
        SMTPServer.Builder builder = SMTPServer.port(port)
                .bindAddress(InetAddress.getByName("localhost"))
                .hostName("localhost")
                .insertReceivedHeaders(false)
                .messageHandlerFactory(Handler::new);
        if (certificate != null) {
            builder.enableTLS().requireTLS().startTlsSocketFactory(certificate.serverContext());
        }
        if (login) {
            builder.requireAuth()
                    .authenticationHandlerFactory(new EasyAuthenticationHandlerFactory((user, password, context) -> {
                        if (!user.equals(USER) || !password.equals(PASSWORD)) {
                            throw new LoginFailedException();
                        }
                    }));
        }
        server = builder.build();
        server.start();
    }

    /** Refuses mails whose content holds this text, with this code. */
    public void refuse(String text, int code) {
        refusedContent.put(text, code);
    }

    /** Refuses nothing for its content any more. */
    public void accept() {
        refusedContent.clear();
    }

    public int port() {
        return server.getPortAllocated();
    }

    @Override
    public void close() {
        server.stop();
    }

    private final class Handler implements MessageHandler {
        private final List<String> to = new ArrayList<>();
        private String from = "";

        Handler(MessageContext context) {
            clients.add(context.getRemoteAddress());
        }

        @Override
        public void from(String sender) {
            from = sender;
        }

        @Override
        public void recipient(String recipient) throws RejectException {
            refuse(recipient);
            to.add(recipient);
        }

        @Override
        public @Nullable String data(InputStream data) throws RejectException, IOException {
            String text = new String(data.readAllBytes(), StandardCharsets.ISO_8859_1);
            refuse("data");
            for (Map.Entry<String, Integer> refusal : refusedContent.entrySet()) {
                if (text.contains(refusal.getKey())) {
                    throw new RejectException(refusal.getValue(), "no such content");
                }
            }
            mails.add(new Mail(from, List.copyOf(to), text));
            return null;
        }

        @Override
        public void done() {}

        private void refuse(String what) throws RejectException {
            Integer code = refused.get(what);
            if (code != null) {
                throw new RejectException(code, "no " + what);
            }
        }
    }
}
